//! Who may do what in the house itself. None of the three administrators sees business content, and each sees only its
//! own part of the administration.

kernel::acts! {
    /// See accounts and their roles.
    ReadAccounts = "house.read_accounts": [SystemAdmin => All, SecurityAdmin => All],
    /// Make, open and close accounts, and set first passwords.
    ManageAccounts = "house.manage_accounts": [SystemAdmin => All],
    /// Give and end roles.
    GrantRoles = "house.grant_roles": [SecurityAdmin => All],
    /// Read and verify the audit trail.
    ReadAudit = "house.read_audit": [AuditAdmin => All],
    /// Keep the holidays and make-up days of every year.
    KeepWorkdays = "house.keep_workdays": [CommitteeAdmin => All],
    /// See every background job and not only one's own.
    ReadJobs = "house.read_jobs": [SystemAdmin => All],
}
