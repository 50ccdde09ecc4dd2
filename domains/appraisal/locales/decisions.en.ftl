# Marks, totals and grades decided by the committee
appraisal-why-decision = The committee decided the grade “{ $grade }”. Reason: { $reason }
appraisal-rule-decided = decided by the committee; computed { $computed }; reason: { $reason }
appraisal-rule-decided-missing = decided by the committee; there was nothing to compute it from; reason: { $reason }
appraisal-replaced = computed, replaced by the decided mark
