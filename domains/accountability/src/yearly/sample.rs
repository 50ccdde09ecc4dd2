//! The yearly part of the sample organ.
