# 责任：实施意见、措施、督办单
nav-accountability = 责任
act-accountability-read-measures = 查看实施意见、措施和督办单
act-accountability-set-up-plans = 制定实施意见和措施
act-accountability-decide-measures = 验收措施、审批延期、中止
act-accountability-work-on-measures = 签收措施、填报进展、申请验收和延期、回复督办
act-accountability-issue-reminders = 签发督办单
