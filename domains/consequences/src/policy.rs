//! Who may do what with honours and money. The committee and finance see everything, an organisation its own part; none
//! of the three administrators sees any of it.

kernel::acts! {
    /// See which honours there are, who is put up for notice, and the lists of honour.
    ReadAwards = "consequences.read_awards": [
        CommitteeAdmin => All, CommitteeSecretary => All, CommitteeMember => All, Reviewer => All,
        OrganisationSecretary => All, DeputySecretary => All, BranchSecretary => All,
        OrganisationCommissioner => All, PublicityCommissioner => All, YouthOffice => All,
        Member => All, Staff => All, Editor => All, ApprovingEditor => All, Finance => All,
    ],
    /// See nominations before they are put up for notice, those refused, and their evidence.
    ReadNominations = "consequences.read_nominations": [
        CommitteeAdmin => All, CommitteeSecretary => All, CommitteeMember => All,
        OrganisationSecretary => Below, DeputySecretary => Below,
    ],
    /// Nominate one's own organisation or its people.
    NominateAward = "consequences.nominate_award": [OrganisationSecretary => Below, DeputySecretary => Below],
    /// Set up honours, decide on nominations, put lists up for notice and make them final.
    DecideAwards = "consequences.decide_awards": [CommitteeAdmin => All],
    /// See accounts, allocations and spending; an organisation its own.
    ReadFunds = "consequences.read_funds": [
        CommitteeAdmin => All, CommitteeSecretary => All, CommitteeMember => All, Finance => All,
        OrganisationSecretary => Below, DeputySecretary => Below,
    ],
    /// Set up accounts, and work out and propose allocations.
    ProposeAllocation = "consequences.propose_allocation": [CommitteeAdmin => All],
    /// Approve a proposed allocation or return it: two persons, neither of them an author.
    ApproveAllocation = "consequences.approve_allocation": [CommitteeSecretary => All, Finance => All],
    /// Enter spending against an allocation and cancel it.
    Spend = "consequences.spend": [OrganisationSecretary => Below, DeputySecretary => Below, Finance => All],
    /// Confirm vouchers.
    ConfirmVoucher = "consequences.confirm_voucher": [Finance => All],
}
