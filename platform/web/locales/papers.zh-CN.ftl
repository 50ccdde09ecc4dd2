# 公文：每张纸上固定的用语、公文页面和公文样张

paper-colon = ：
paper-attachment = 附件
paper-copies = 抄送
paper-signer = 中共{ $organ }机关委员会
paper-docx = 下载 Word 文档（.docx）

kit-paper = 公文样张
kit-paper-text = 按公文格式排版，可下载、可打印
kit-paper-title = 关于2015年度基层党组织晋位升级考评结果的通知
kit-paper-organ = 中共样本局直属机关委员会文件
kit-paper-number = 机党发〔2015〕3号
kit-paper-to = 各基层党组织
kit-paper-opening = 根据年度考评方案，经自评、评审、群众评价和机关党委审议，2015年度考评结果已经确定，现通知如下。
kit-paper-results = 考评结果
kit-paper-ranks = 名次和得分
kit-paper-method = 计算方法
kit-paper-method-text = 每名评委独立评分，去掉一个最高分和一个最低分后取平均值，与群众评价得分相加，保留两位小数。得分相同的名次相同。
kit-paper-one = 得分说明
kit-paper-why = 等次依据
kit-paper-why-text = 本类别参评党组织的前三成为“好”，满意度达到百分之九十
kit-paper-form = 意见反馈
kit-paper-question = 对结果的总体评价
kit-paper-choice-a = 好
kit-paper-choice-b = 较好
kit-paper-choice-c = 一般
kit-paper-choice-d = 差
kit-paper-opinion = 意见和建议
kit-paper-attachment-a = 得分说明单
kit-paper-attachment-b = 各类别党组织名次和等次汇总表
kit-paper-body = 中共样本局直属机关委员会
kit-paper-seal = （盖章）
kit-paper-copies-to = 局领导，各部门，各直属单位。
kit-paper-mean = 平均
