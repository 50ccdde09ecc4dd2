//! Plans and measures through the site, on both databases.
