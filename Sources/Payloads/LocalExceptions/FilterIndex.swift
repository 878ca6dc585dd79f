/// Filters by what they say, and what they matched.
///
/// A payload is looked up by the few filters that would match it, however many there are. Filters that say the same
/// share one list of matches.
struct FilterIndex<Filter: Hashable & Sendable, Entry> {
    /// The list of each different filter.
    private var lists: [Filter: Int] = [:]
    private var matches: [[Entry]] = []
    /// The list of each rule.
    private var listOfRule: [Int] = []

    init(_ rules: [LocalExceptions.Rule<Filter>]) {
        listOfRule.reserveCapacity(rules.count)
        for rule in rules {
            let list = lists[rule.content] ?? matches.count
            if list == matches.count {
                lists[rule.content] = list
                matches.append([])
            }
            listOfRule.append(list)
        }
    }

    var isEmpty: Bool { lists.isEmpty }

    /// What rule number `rule` matched.
    func taken(by rule: Int) -> [Entry] { matches[listOfRule[rule]] }

    /// Notes `entry` with the filter, if there is one that says this. Returns whether there is.
    mutating func take(_ entry: Entry, by filter: Filter) -> Bool {
        guard let list = lists[filter] else { return false }
        matches[list].append(entry)
        return true
    }
}
