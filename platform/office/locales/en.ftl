# Why a file cannot be read: one sentence each, saying what to do
office-type-nothing = “{ $file }” is an empty file. Please check that you chose the right one.
office-type-web-page = “{ $file }” is a web page and not a workbook (some systems export “.xls” files like that). Open it in Excel or WPS, save it as .xlsx and send that.
office-type-pdf = “{ $file }” is a PDF; tables cannot be read from it. Please send .xlsx, .xls or .csv.
office-type-document = “{ $file }” is a text document or a presentation, not a table. Please send .xlsx, .xls or .csv.
office-type-open-document = “{ $file }” is an OpenDocument sheet. Please save it as .xlsx and send that.
office-type-xlsb = “{ $file }” is a binary workbook (.xlsb). Please save it as .xlsx and send that.
office-type-picture = “{ $file }” is a picture; tables cannot be read from it. Please send .xlsx, .xls or .csv.
office-type-unknown = The content of “{ $file }” is not a table. Please send .xlsx, .xls or .csv (the content counts, not the name).
office-encrypted = “{ $file }” asks for a password and cannot be read. Please remove the password and send it again.
office-file-too-large = “{ $file }” is larger than { $limit } MB. Please split it, or remove pictures and unused sheets.
office-unpacks-too-large = “{ $file }” is larger than { $limit } MB when unpacked; reading was stopped. Please remove unused sheets, pictures and wide areas of empty formatting.
office-bomb = “{ $file }” is packed in an abnormal way, like a zip bomb; reading was stopped. Please save it afresh from Excel or WPS.
office-too-many-sheets = “{ $file }” has { $found } sheets; at most { $limit } are read. Please keep only those that matter.
office-too-many-rows = Sheet “{ $sheet }” of “{ $file }” has more than { $limit } rows with something in them. Please split the file.
office-too-many-columns = Sheet “{ $sheet }” of “{ $file }” still has something in { $cell }; at most { $limit } columns are read. Please clear what is not needed on the right.
office-too-many-cells = “{ $file }” has more than { $limit } cells. Please split the file.
office-too-many-merged = Sheet “{ $sheet }” of “{ $file }” has more than { $limit } merged regions. Please undo those that are not needed.
office-merged-nonsense = In sheet “{ $sheet }” of “{ $file }” the merged region { $region } overlaps another one or is written wrongly. Please undo that merge and send the file again.
office-encoding = The characters of “{ $file }” are neither UTF-8 nor GB18030. Please save it as .xlsx from Excel or WPS and send that.
office-damaged = “{ $file }” is damaged and cannot be read to its end. Please open it in Excel or WPS, save it afresh and send that.

# Heads
office-sheet-empty = Sheet “{ $sheet }” is empty; nothing stands in it.
office-head-not-found = No row of heads was found in the first { $rows } rows of sheet “{ $sheet }”. It should have: { $names }.
office-head-missing = The heads in row { $row } of sheet “{ $sheet }” lack: { $names }. Please add them, or say by hand which column it is.
office-head-ambiguous = Several columns in row { $row } of sheet “{ $sheet }” look like “{ $name }”: { $columns }. Please rename them, or say by hand which column it is.

# Cells: the reason
office-cell-missing = This cell must be filled in; it is empty.
office-cell-error-value = This cell shows a formula error.
office-not-integer = This is not a whole number.
office-not-number = This is not a number.
office-number-too-large = This number is too large.
office-too-many-digits = More than { $digits } digits after the point; nothing is rounded on your behalf.
office-not-a-day = This is not a date.
office-no-such-day = The calendar has no such day.
office-day-year-only = Only a year; the month is missing.
office-day-years = The year is not between { $first } and { $last }.
office-day-one-or-ten = The cell holds a number: January and October cannot be told apart.
office-not-choice = This is not one of the possible entries.
office-identity-lost-digits = The identity number was kept as a number; its last digits have become 0 and are lost.
office-identity-old = This is an old number of 15 digits.
office-identity-length = An identity number has 18 characters; this one has { $found }.
office-identity-characters = An identity number has 17 digits and then a digit or X.
office-identity-birth = The date of birth inside the identity number does not exist.
office-identity-checksum = The check character of the identity number does not fit: a digit is wrong, or two are swapped.
office-not-phone = This does not look like a telephone number.

# Cells: how to mend it
office-fix-fill = Please fill it in.
office-fix-error-value = Please mend the formula, or write its result.
office-fix-integer = Please write only a whole number such as 12, without a unit.
office-fix-number = Please write only a number such as 9.5, without units or words.
office-fix-digits = Please write at most { $digits } digits after the point.
office-fix-day = Please write 2012-06-01, or 2012-06 when only the month is known.
office-fix-choice = Please write one of: { $choices }.
office-fix-identity = Please compare it with the identity card and write it again.
office-fix-identity-text = Please format the column as text first, then write the 18 characters again.
office-fix-identity-old = Please write the number of 18 characters; by the national standard it became { $number }, which should be compared with the identity card.
office-fix-phone = Please write it as 010-62080000 or 13800000000.

# The workbook with marks
office-note-reason = Problem: { $reason }
office-note-fix = Remedy: { $fix }
