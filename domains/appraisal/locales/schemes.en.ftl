# ---- the scheme editor ----
