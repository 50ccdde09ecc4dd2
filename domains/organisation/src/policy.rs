//! The acts of this domain and who may do them.

kernel::acts! {
    /// See organisations, the tree, events and checks of structure.
    ReadOrganisations = "organisation.read_organisations": [
        CommitteeAdmin => All, CommitteeSecretary => All, CommitteeMember => All,
        OrganisationSecretary => Below, DeputySecretary => Below, OrganisationCommissioner => Below,
        PublicityCommissioner => Below, YouthOffice => Below, BranchSecretary => Branch,
        Member => All, Staff => All,
    ],
    /// Found and correct organisations.
    WriteOrganisations = "organisation.write_organisations": [CommitteeAdmin => All],
    /// Record dated events: rename, move, merge, split, upgrade, abolish.
    RecordEvents = "organisation.record_events": [CommitteeAdmin => All],
    /// See persons, with their identity numbers masked.
    ReadPersons = "organisation.read_persons": [
        CommitteeAdmin => All, CommitteeSecretary => All, CommitteeMember => All,
        OrganisationSecretary => Below, DeputySecretary => Below, OrganisationCommissioner => Below,
        PublicityCommissioner => Below, YouthOffice => Below, BranchSecretary => Branch,
        Member => Own, Staff => Own,
    ],
    /// Enter and correct persons.
    WritePersons = "organisation.write_persons": [
        CommitteeAdmin => All, OrganisationSecretary => Below, DeputySecretary => Below,
        OrganisationCommissioner => Below,
    ],
    /// Say that two entries are one person.
    MergePersons = "organisation.merge_persons": [CommitteeAdmin => All],
    /// See an identity number whole.
    RevealIdentity = "organisation.reveal_identity": [CommitteeAdmin => All],
    /// Appoint to posts and end appointments.
    WriteAppointments = "organisation.write_appointments": [
        CommitteeAdmin => All, OrganisationSecretary => Below, DeputySecretary => Below,
        OrganisationCommissioner => Below,
    ],
    /// Record elections.
    RecordElections = "organisation.record_elections": [
        CommitteeAdmin => All, OrganisationSecretary => Below, DeputySecretary => Below,
        OrganisationCommissioner => Below,
    ],
    /// See staffing and the list of checks.
    ReadChecks = "organisation.read_checks": [
        CommitteeAdmin => All, CommitteeSecretary => All, CommitteeMember => All,
        OrganisationSecretary => Below, DeputySecretary => Below, OrganisationCommissioner => Below,
        BranchSecretary => Branch,
    ],
    /// Set thresholds and terms.
    SetParameters = "organisation.set_parameters": [CommitteeAdmin => All],
    /// Bring rosters in and take an import back.
    ImportRoster = "organisation.import_roster": [CommitteeAdmin => All],
}
