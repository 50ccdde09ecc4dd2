# Responsibilities: leading groups, key work, reports, reviews
