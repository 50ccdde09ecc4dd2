# 文件读不进来的原因：每种一句，说清怎么办
office-type-nothing = “{ $file }”是空文件，里面什么也没有。请确认选对了文件。
office-type-web-page = “{ $file }”其实是网页，不是工作簿（有的系统导出的“.xls”就是这样）。请用 Excel 或 WPS 打开，另存为 .xlsx 后再传。
office-type-pdf = “{ $file }”是 PDF，读不出表格。请上传 .xlsx、.xls 或 .csv。
office-type-document = “{ $file }”是文字文稿或演示文稿，不是表格。请上传 .xlsx、.xls 或 .csv。
office-type-open-document = “{ $file }”是 OpenDocument 表格。请另存为 .xlsx 后再传。
office-type-xlsb = “{ $file }”是二进制工作簿（.xlsb）。请另存为 .xlsx 后再传。
office-type-picture = “{ $file }”是图片，读不出表格。请上传 .xlsx、.xls 或 .csv。
office-type-unknown = “{ $file }”的内容不是表格。请上传 .xlsx、.xls 或 .csv（看的是内容，不是文件名）。
office-encrypted = “{ $file }”设有打开密码，读不出来。请去掉密码后再传。
office-file-too-large = “{ $file }”超过 { $limit } MB。请分成几个文件，或删去图片和不用的工作表。
office-unpacks-too-large = “{ $file }”解压后超过 { $limit } MB，没有继续读。请删去不用的工作表、图片和大片空白格式。
office-bomb = “{ $file }”的压缩方式不正常，像是压缩炸弹，没有继续读。请用 Excel 或 WPS 重新保存一份。
office-too-many-sheets = “{ $file }”有 { $found } 张工作表，最多读 { $limit } 张。请只留下要用的。
office-too-many-rows = “{ $file }”的工作表“{ $sheet }”有内容的行超过 { $limit } 行。请分成几个文件。
office-too-many-columns = “{ $file }”的工作表“{ $sheet }”在 { $cell } 还有内容，最多读 { $limit } 列。请删去右边不用的内容。
office-too-many-cells = “{ $file }”的单元格超过 { $limit } 个。请分成几个文件。
office-too-many-merged = “{ $file }”的工作表“{ $sheet }”合并单元格超过 { $limit } 处。请取消不必要的合并。
office-merged-nonsense = “{ $file }”的工作表“{ $sheet }”中合并区域 { $region } 与别的区域重叠或写法不对。请取消这处合并后再传。
office-encoding = “{ $file }”的文字编码认不出来，既不是 UTF-8 也不是 GB18030。请用 Excel 或 WPS 另存为 .xlsx 后再传。
office-damaged = “{ $file }”已经损坏，读不完整。请用 Excel 或 WPS 打开看看，重新保存一份后再传。

# 表头
office-sheet-empty = 工作表“{ $sheet }”是空的，没有任何内容。
office-head-not-found = 工作表“{ $sheet }”前 { $rows } 行里没有找到表头。表头应当有：{ $names }。
office-head-missing = 工作表“{ $sheet }”第 { $row } 行的表头缺少：{ $names }。请补上，或手工指定是哪一列。
office-head-ambiguous = 工作表“{ $sheet }”第 { $row } 行有几列都像“{ $name }”：{ $columns } 列。请改名，或手工指定是哪一列。

# 单元格：原因
office-cell-missing = 这一格必须填，现在是空的。
office-cell-error-value = 这一格显示的是公式错误。
office-not-integer = 这不是整数。
office-not-number = 这不是数。
office-number-too-large = 这个数太大。
office-too-many-digits = 小数超过 { $digits } 位；系统不替您四舍五入。
office-not-a-day = 这不是日期。
office-no-such-day = 日历上没有这一天。
office-day-year-only = 只有年份，缺少月份。
office-day-years = 年份不在 { $first } 年到 { $last } 年之间。
office-day-one-or-ten = 这一格存的是数字，分不清是 1 月还是 10 月。
office-not-choice = 不在可填的内容之内。
office-identity-lost-digits = 身份号码被当成数字保存，末几位已经变成 0，找不回来了。
office-identity-old = 这是 15 位的旧号码。
office-identity-length = 公民身份号码应当是 18 位，这里是 { $found } 位。
office-identity-characters = 公民身份号码只能是 17 位数字加一位数字或 X。
office-identity-birth = 公民身份号码里的出生日期不存在。
office-identity-checksum = 公民身份号码的校验码不对，至少有一位写错或两位写反。
office-not-phone = 这不像电话号码。

# 单元格：怎么改
office-fix-fill = 请填写。
office-fix-error-value = 请改好公式，或直接填写结果。
office-fix-integer = 请只写整数，如 12，不带单位。
office-fix-number = 请只写数，如 9.5，不带单位和文字。
office-fix-digits = 请写到小数点后 { $digits } 位以内。
office-fix-day = 请写成 2012-06-01；只知道年月的写成 2012-06。
office-fix-choice = 请填其中之一：{ $choices }。
office-fix-identity = 请对照身份证核对后重填。
office-fix-identity-text = 请先把这一列设为“文本”，再重新填写 18 位号码。
office-fix-identity-old = 请填 18 位号码；按国家标准换算是 { $number }，请对照身份证核对。
office-fix-phone = 请写成 010-62080000 或 13800000000。

# 标错的工作簿
office-note-reason = 问题：{ $reason }
office-note-fix = 改法：{ $fix }
