# 文件：表彰名单、经费分配表
consequences-signer = 中共{ $organ }机关委员会

# 拟表彰名单公示、表彰决定
award-paper-open-nominating = 公示稿
award-paper-open-notice = 公示文
award-paper-open-final = 表彰决定
award-paper-title-nominating = 关于{ $year }年度{ $award }{"\u000A"}拟表彰名单的公示（草稿）
award-paper-title-notice = 关于{ $year }年度{ $award }{"\u000A"}拟表彰名单的公示
award-paper-title-final = 关于表彰{ $year }年度{ $award }的决定
award-paper-file-nominating = { $year }年度{ $award }拟表彰名单（草稿）
award-paper-file-notice = { $year }年度{ $award }拟表彰名单公示
award-paper-file-final = { $year }年度{ $award }表彰决定
award-paper-to = 各基层党组织
award-paper-draft = 本稿为公示的草稿，申报已全部审定，名单以正式公示的为准。
award-paper-draft-waiting = 本稿为公示的草稿，还有{ $n }份申报没有审定，名单以正式公示的为准。
award-paper-proposed-organisation = 根据{ $year }年度基层党组织晋位升级考评结果（第{ $version }版），经党组织申报、{ $signer }审定，拟授予下列{ $n }个党组织“{ $award }”称号，现予以公示。
award-paper-proposed-person = 根据{ $year }年度基层党组织晋位升级考评结果（第{ $version }版），经党组织申报、{ $signer }审定，拟授予下列{ $n }名同志“{ $award }”称号，现予以公示。
award-paper-decided-organisation = 为表彰先进、树立标杆，根据{ $year }年度基层党组织晋位升级考评结果（第{ $version }版），经党组织申报、审定和公示，{ $signer }决定授予下列{ $n }个党组织“{ $award }”称号，予以表彰。
award-paper-decided-person = 为表彰先进、树立榜样，根据{ $year }年度基层党组织晋位升级考评结果（第{ $version }版），经党组织申报、审定和公示，{ $signer }决定授予下列{ $n }名同志“{ $award }”称号，予以表彰。
award-paper-was-put-up = 名单已于{ $from }至{ $until }公示，公示期已满。
award-paper-list = 拟表彰名单
award-paper-honoured = 表彰名单
award-paper-group = { $name }（{ $n }）
award-paper-group-of = { $name }（名额{ $places }，拟表彰{ $n }）
award-paper-number = 序号
award-paper-of = { $name }（{ $organisation }）
award-paper-exceptions = 特批说明
award-paper-exception = { $name }系特批列入，理由是：{ $reason }。
award-paper-period = 公示期
award-paper-period-text = 公示自{ $from }起，至{ $until }止，共{ $days }个工作日（自次日起按工作日历计算）。
award-paper-period-open = 公示期自公示次日起按工作日历计算，起止日期以正式公示的为准。
award-paper-objecting = 意见的反映和办理
award-paper-objecting-text = 对拟表彰名单有不同意见的，请在公示期内以书面或者当面方式向{ $signer }反映，并说明事实和依据。反映的情况逐件核实，经核实不符合表彰条件的，从名单中去掉。
award-paper-call = 希望和要求
award-paper-call-organisation = 希望受表彰的党组织珍惜荣誉，再接再厉，继续发挥战斗堡垒作用。各基层党组织要对照先进查找差距，学习他们抓党建、促业务的做法，把各项工作做得更扎实。
award-paper-call-person = 希望受表彰的同志珍惜荣誉，再接再厉，继续发挥带头作用。各基层党组织要组织党员干部学习他们的事迹，立足本职，把工作做得更扎实。
