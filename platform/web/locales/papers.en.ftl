# Papers: the fixed words on a sheet, the page of a paper and the sample

paper-colon = {": "}
paper-attachment = Attachments
paper-copies = Copies to
paper-signer = Party Committee of the { $organ }
paper-docx = Download as Word (.docx)

kit-paper = Sample paper
kit-paper-text = Laid out as an official paper, to download and to print
kit-paper-title = Notice of the results of the 2015 appraisal of Party organisations
kit-paper-organ = Party Committee of the Sample Office
kit-paper-number = No. 3 of 2015
kit-paper-to = All Party organisations
kit-paper-opening = Following the scheme of the year, and after self-assessment, review, staff's evaluation and deliberation by the committee, the results for 2015 are final. They are as follows.
kit-paper-results = Results
kit-paper-ranks = Ranks and totals
kit-paper-method = How totals are computed
kit-paper-method-text = Every reviewer marks alone. The highest and the lowest mark are dropped, the mean of the others is added to the staff's evaluation and kept to two decimals. Equal totals share a rank.
kit-paper-one = One organisation's total
kit-paper-why = Why this grade
kit-paper-why-text = Among the first three tenths of its category, with a satisfaction of ninety per cent or more
kit-paper-form = Your opinion
kit-paper-question = The results as a whole are
kit-paper-choice-a = good
kit-paper-choice-b = fairly good
kit-paper-choice-c = ordinary
kit-paper-choice-d = poor
kit-paper-opinion = Remarks
kit-paper-attachment-a = Explanation of totals
kit-paper-attachment-b = Ranks and grades of all categories
kit-paper-body = Party Committee of the Sample Office
kit-paper-seal = {" "}(seal)
kit-paper-copies-to = the leadership, all departments and subordinate units
kit-paper-mean = Mean
