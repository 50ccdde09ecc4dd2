//! The machine itself: its clock, its randomness and the name of whoever types at it.

use kernel::access::MachineActor;
use kernel::time::SystemClock;
use kernel::{Chance, Clock, Moment};

/// The machine's clock, some days ahead when a year is rehearsed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MachineClock {
    pub(crate) days_ahead: u32,
}

impl Clock for MachineClock {
    fn now(&self) -> Moment {
        SystemClock.now().plus(i64::from(self.days_ahead) * 86_400)
    }
}

/// The operating system's randomness.
#[derive(Debug, Clone, Copy)]
pub struct SystemChance;

impl Chance for SystemChance {
    #[expect(clippy::disallowed_methods, reason = "the one place where ambient randomness is read")]
    #[expect(
        clippy::panic,
        reason = "without randomness no token and no salt is safe: stopping is the only answer"
    )]
    fn fill(&self, bytes: &mut [u8]) {
        if let Err(error) = getrandom::fill(bytes) {
            panic!("the operating system gives no randomness: {error}");
        }
    }
}

/// Whoever runs the command, for the audit trail.
pub fn operator() -> MachineActor {
    let name = ["SUDO_USER", "USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
    MachineActor::CommandLine(name.filter(|name| !name.is_empty()).unwrap_or_else(|| "unknown".into()))
}
