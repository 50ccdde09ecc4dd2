# 评优表先与党建经费：共用
consequences-because = 理由：{ $reason }
consequences-reason = 理由
consequences-comma = 、
consequences-decimal-wrong = 请填写 0 到 { $to } 的数，最多三位小数

act-consequences-read-funds = 查看党建经费
act-consequences-propose-allocation = 测算和提出经费分配方案
act-consequences-approve-allocation = 审批经费分配方案
act-consequences-spend = 登记和撤销经费支出
act-consequences-confirm-voucher = 确认支出凭证
act-consequences-read-awards = 查看评优表先
act-consequences-read-nominations = 查看评优申报材料
act-consequences-nominate-award = 申报评优
act-consequences-decide-awards = 组织评优和审定名单

record-fund-account = 经费账户
record-allocation = 分配方案
record-fund-entry = 经费支出
record-award = 评优项目
record-nomination = 评优申报

consequences-did-account-created = 设立账户
consequences-did-account-corrected = 修改账户
consequences-did-allocation-saved = 保存方案
consequences-did-allocation-deviated = 调整金额
consequences-did-allocation-submitted = 提交审批
consequences-did-allocation-approved-secretary = 书记同意
consequences-did-allocation-approved-finance = 财务同意
consequences-did-allocation-returned = 退回方案
consequences-did-allocation-replaced = 被新方案取代
consequences-did-allocation-withdrawn = 放弃方案
consequences-did-entry-entered = 登记支出
consequences-did-entry-confirmed = 确认凭证
consequences-did-entry-cancelled = 撤销支出
consequences-did-award-created = 设立项目
consequences-did-award-corrected = 修改项目
consequences-did-award-put-up = 开始公示
consequences-did-award-reopened = 撤回公示
consequences-did-award-finished = 确定表彰名单
consequences-did-nominated = 申报
consequences-did-nomination-accepted = 审定通过
consequences-did-nomination-refused = 审定不通过
consequences-did-nomination-withdrawn = 撤回申报
