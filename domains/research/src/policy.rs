//! Who may do what with research. The committee sees all of it; an organisation what was handed out to it or concerns it; the
//! youth office what belongs to youth projects.

kernel::acts! {
    /// See projects: the committee all, an organisation those that visit it, the youth office youth projects.
    ReadProjects = "research.read_projects": [
        CommitteeAdmin => All, CommitteeSecretary => All, CommitteeMember => All, YouthOffice => Own,
        OrganisationSecretary => Below, DeputySecretary => Below,
    ],
    /// Draft projects, lead them and report.
    KeepProjects = "research.keep_projects": [
        CommitteeAdmin => All, CommitteeSecretary => Own, CommitteeMember => Own, YouthOffice => Own,
    ],
    /// Approve, conclude and archive projects.
    DecideProjects = "research.decide_projects": [CommitteeAdmin => All, CommitteeSecretary => All],
    /// See visits: an organisation those to it that are finished, without the notes.
    ReadVisits = "research.read_visits": [
        CommitteeAdmin => All, CommitteeSecretary => All, CommitteeMember => All, YouthOffice => Own,
        OrganisationSecretary => Below, DeputySecretary => Below,
    ],
    /// Take visits down and finish them.
    KeepVisits = "research.keep_visits": [
        CommitteeAdmin => All, CommitteeSecretary => Own, CommitteeMember => Own, YouthOffice => Own,
    ],
    /// See findings: an organisation those that it answers for or that concern it, once they are handed out.
    ReadFindings = "research.read_findings": [
        CommitteeAdmin => All, CommitteeSecretary => All, CommitteeMember => All, YouthOffice => Own,
        OrganisationSecretary => Below, DeputySecretary => Below,
    ],
    /// Write findings, hand them out, merge and close them: whoever visited, and the office for all.
    KeepFindings = "research.keep_findings": [
        CommitteeAdmin => All, CommitteeSecretary => Own, CommitteeMember => Own, YouthOffice => Own,
    ],
    /// Answer findings: the responsible body its own, the office for outside bodies.
    AnswerFindings = "research.answer_findings": [
        CommitteeAdmin => Own,
        OrganisationSecretary => Below, DeputySecretary => Below,
    ],
    /// Name the kinds of findings.
    KeepKinds = "research.keep_kinds": [CommitteeAdmin => All],
    /// See the figures of all research.
    ReadStatistics = "research.read_statistics": [
        CommitteeAdmin => All, CommitteeSecretary => All, CommitteeMember => All,
    ],
}
