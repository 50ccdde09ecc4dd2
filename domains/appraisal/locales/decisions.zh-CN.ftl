# 委员会审定的分数和等次
appraisal-why-decision = 等次由委员会审定为“{ $grade }”，理由：{ $reason }
appraisal-rule-decided = 由委员会审定，计算值 { $computed }，理由：{ $reason }
appraisal-rule-decided-missing = 由委员会审定，没有可供计算的数据，理由：{ $reason }
appraisal-replaced = 计算值，已由审定的分数代替
