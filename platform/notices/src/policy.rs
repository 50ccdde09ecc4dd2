//! Who may do what with messages that leave the house. The inbox and its preferences are everybody's own.

kernel::acts! {
    /// See which messages wait, failed or are uncertain, without what they say, and have one sent again.
    KeepDeliveries = "notices.keep_deliveries": [SystemAdmin => All],
}
