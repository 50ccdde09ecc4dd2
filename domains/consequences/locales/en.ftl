# Honours and money: shared
consequences-because = Reason: { $reason }
consequences-reason = Reason
consequences-comma = {", "}
consequences-decimal-wrong = Write a number from 0 to { $to } with at most three digits behind the point

act-consequences-read-funds = See Party-building funds
act-consequences-propose-allocation = Work out and propose allocations of funds
act-consequences-approve-allocation = Approve allocations of funds
act-consequences-spend = Enter and cancel spending
act-consequences-confirm-voucher = Confirm vouchers of spending
act-consequences-read-awards = See awards
act-consequences-read-nominations = See nominations for awards
act-consequences-nominate-award = Nominate for awards
act-consequences-decide-awards = Set up awards and decide on nominations

record-fund-account = Fund account
record-allocation = Allocation
record-fund-entry = Spending
record-award = Award
record-nomination = Nomination

consequences-did-account-created = Account set up
consequences-did-account-corrected = Account corrected
consequences-did-allocation-saved = Allocation saved
consequences-did-allocation-deviated = Amount decided otherwise
consequences-did-allocation-submitted = Submitted for approval
consequences-did-allocation-approved-secretary = Approved by the secretary
consequences-did-allocation-approved-finance = Approved by finance
consequences-did-allocation-returned = Returned
consequences-did-allocation-replaced = Replaced by another allocation
consequences-did-allocation-withdrawn = Given up
consequences-did-entry-entered = Spending entered
consequences-did-entry-confirmed = Voucher confirmed
consequences-did-entry-cancelled = Spending cancelled
consequences-did-award-created = Award set up
consequences-did-award-corrected = Award corrected
consequences-did-award-put-up = List put up for notice
consequences-did-award-reopened = Notice taken back
consequences-did-award-finished = List of honour made final
consequences-did-nominated = Nominated
consequences-did-nomination-accepted = Accepted
consequences-did-nomination-refused = Refused
consequences-did-nomination-withdrawn = Taken back
