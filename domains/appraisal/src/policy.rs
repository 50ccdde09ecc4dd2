//! Who may do what in the appraisal. Published rankings are for everybody who works here; none of the three
//! administrators sees them. What is not published yet is the committee's.

kernel::acts! {
    /// See published rankings, the page of every organisation, and how each figure came about.
    ReadRankings = "appraisal.read_rankings": [
        CommitteeAdmin => All, CommitteeSecretary => All, CommitteeMember => All, Reviewer => All,
        OrganisationSecretary => All, DeputySecretary => All, BranchSecretary => All,
        OrganisationCommissioner => All, PublicityCommissioner => All, YouthOffice => All,
        Member => All, Staff => All, Editor => All, ApprovingEditor => All, Finance => All,
    ],
    /// See what the committee lets an organisation know of its result: the letter with its strong and weak sides.
    ReadFeedback = "appraisal.read_feedback": [
        CommitteeAdmin => All, CommitteeSecretary => All, CommitteeMember => All,
        OrganisationSecretary => Below, DeputySecretary => Below,
    ],
    /// See cycles before they are published, and the schemes.
    ReadPreparation = "appraisal.read_preparation": [
        CommitteeAdmin => All, CommitteeSecretary => All, CommitteeMember => All,
    ],
    /// Set up a cycle, bring in its scheme, score sheets and tallies, and compute it.
    PrepareCycle = "appraisal.prepare_cycle": [CommitteeAdmin => All],
    /// Publish a computed cycle, which is final.
    PublishCycle = "appraisal.publish_cycle": [CommitteeAdmin => All, CommitteeSecretary => All],
    /// Enter tallies, measured facts and events of a cycle; tallies are typed in by two different persons.
    EnterFigures = "appraisal.enter_figures": [CommitteeAdmin => All, CommitteeMember => All],
    /// Decide on marks, totals and grades where the committee differs from what was computed.
    Deliberate = "appraisal.deliberate": [CommitteeAdmin => All, CommitteeSecretary => All],
    /// Object to a result that is put up, and follow what becomes of one's own objections.
    RaiseObjections = "appraisal.raise_objections": [
        CommitteeAdmin => All, CommitteeSecretary => All, CommitteeMember => All, Reviewer => Own,
        OrganisationSecretary => Own, DeputySecretary => Own, BranchSecretary => Own,
        OrganisationCommissioner => Own, PublicityCommissioner => Own, YouthOffice => Own,
        Member => Own, Staff => Own, Editor => Own, ApprovingEditor => Own, Finance => Own,
    ],
    /// See every objection and answer it.
    AnswerObjections = "appraisal.answer_objections": [CommitteeAdmin => All, CommitteeSecretary => All],
    /// Set up the panel: reviewers, what each marks, recusals; return sheets and bring them in for a reviewer.
    ManagePanel = "appraisal.manage_panel": [CommitteeAdmin => All],
    /// Mark the organisations one is assigned to as a reviewer.
    MarkOrganisations = "appraisal.mark_organisations": [Reviewer => Own],
    /// Have it computed how firm the grades of a result are, which takes a while.
    ComputeFirmness = "appraisal.compute_firmness": [
        CommitteeAdmin => All, CommitteeSecretary => All, CommitteeMember => All,
    ],
    /// Write the self-assessment of one's own organisation, show evidence, and hand it in.
    FillSelfAssessment = "appraisal.fill_self_assessment": [OrganisationSecretary => Below, DeputySecretary => Below],
    /// Read self-assessments with their evidence: the committee all of them, an organisation its own.
    ReadSelfAssessments = "appraisal.read_self_assessments": [
        CommitteeAdmin => All, CommitteeSecretary => All, CommitteeMember => All,
        OrganisationSecretary => Below, DeputySecretary => Below,
    ],
    /// Say what one's own organisation aims at next year.
    MakePromise = "appraisal.make_promise": [OrganisationSecretary => Below, DeputySecretary => Below],
}
