/// The minimal difference between two payload sets: nothing that is in both, no element twice.
///
/// Every list is ascending and unique. An ASPA whose providers changed is announced only: in RTR an
/// announcement replaces (draft-ietf-sidrops-8210bis-27 section 5.12).
package struct PayloadDelta: Hashable, Sendable {
    package var announcedVRPs: [VRP] = []
    package var withdrawnVRPs: [VRP] = []
    package var announcedRouterKeys: [RouterKey] = []
    package var withdrawnRouterKeys: [RouterKey] = []
    package var announcedASPAs: [ASPA] = []
    /// ASPAs whose customer has none any more.
    package var withdrawnASPAs: [ASPA] = []
    /// What the announced ASPAs of the same customers take the place of. Not sent to routers; without it
    /// deltas could not be composed or undone.
    package var replacedASPAs: [ASPA] = []

    package init() {}

    /// What turns `old` into `new`. One merge pass over each sorted list.
    package init(from old: PayloadSet, to new: PayloadSet) {
        (announcedVRPs, withdrawnVRPs) = sortedDifference(from: old.vrps, to: new.vrps)
        (announcedRouterKeys, withdrawnRouterKeys) = sortedDifference(from: old.routerKeys, to: new.routerKeys)
        setASPAs(sortedDifference(from: old.aspas, to: new.aspas))
    }

    package var isEmpty: Bool { count == 0 }

    /// Number of announcements and withdrawals.
    package var count: Int {
        announcedCount + withdrawnVRPs.count + withdrawnRouterKeys.count + withdrawnASPAs.count
    }

    /// Number of announcements; all others are withdrawals.
    package var announcedCount: Int { announcedVRPs.count + announcedRouterKeys.count + announcedASPAs.count }

    /// Takes the exact difference of two ASPA lists apart into announced, withdrawn and replaced.
    private mutating func setASPAs(_ difference: (added: [ASPA], removed: [ASPA])) {
        announcedASPAs = difference.added
        let announced = Set(difference.added.map(\.customer))
        withdrawnASPAs = difference.removed.filter { !announced.contains($0.customer) }
        replacedASPAs = difference.removed.filter { announced.contains($0.customer) }
    }

    private var removedASPAs: [ASPA] { sortedUnion(withdrawnASPAs, replacedASPAs) }
}

// MARK: Composition

extension PayloadDelta {
    /// The minimal delta that does what this one and then `next` do: what one of them undoes of the other
    /// leaves no trace. Linear in the sizes of both.
    package func followed(by next: PayloadDelta) -> PayloadDelta {
        var result = PayloadDelta()
        (result.announcedVRPs, result.withdrawnVRPs) = composed(
            (announcedVRPs, withdrawnVRPs),
            (next.announcedVRPs, next.withdrawnVRPs)
        )
        (result.announcedRouterKeys, result.withdrawnRouterKeys) = composed(
            (announcedRouterKeys, withdrawnRouterKeys),
            (next.announcedRouterKeys, next.withdrawnRouterKeys)
        )
        result.setASPAs(composed((announcedASPAs, removedASPAs), (next.announcedASPAs, next.removedASPAs)))
        return result
    }
}

/// The net change of two successive changes.
private func composed<Element: Comparable>(
    _ first: (added: [Element], removed: [Element]),
    _ second: (added: [Element], removed: [Element])
) -> (added: [Element], removed: [Element]) {
    let undone = sortedDifference(from: second.removed, to: first.added)
    let redone = sortedDifference(from: second.added, to: first.removed)
    return (sortedUnion(undone.added, redone.removed), sortedUnion(redone.added, undone.removed))
}

// MARK: Application

/// Why a delta does not fit the set it was to be applied to.
package enum PayloadDeltaError: Error, Hashable, Sendable {
    /// This many announced elements are in the set already.
    case alreadyAnnounced(Int)
    /// This many withdrawn or replaced elements are not in the set.
    case notAnnounced(Int)
}

extension PayloadDelta {
    /// `set` changed by this delta; an error when the delta was not made from exactly this set.
    package func applied(to set: PayloadSet) throws(PayloadDeltaError) -> PayloadSet {
        PayloadSet(
            vrps: try changed(set.vrps, adding: announcedVRPs, removing: withdrawnVRPs),
            routerKeys: try changed(set.routerKeys, adding: announcedRouterKeys, removing: withdrawnRouterKeys),
            aspas: try changed(set.aspas, adding: announcedASPAs, removing: removedASPAs)
        )
    }
}

private func changed<Element: Comparable>(
    _ elements: [Element],
    adding added: [Element],
    removing removed: [Element]
) throws(PayloadDeltaError) -> [Element] {
    if added.isEmpty, removed.isEmpty { return elements }
    let kept = sortedDifference(from: removed, to: elements)
    guard kept.removed.isEmpty else { throw .notAnnounced(kept.removed.count) }
    let union = sortedUnion(kept.added, added)
    let expected = kept.added.count + added.count
    guard union.count == expected else { throw .alreadyAnnounced(expected - union.count) }
    return union
}

// MARK: Sorted lists

/// Elements only in `new` and only in `old`, both lists ascending and unique.
func sortedDifference<Element: Comparable>(
    from old: [Element],
    to new: [Element]
) -> (added: [Element], removed: [Element]) {
    var added: [Element] = []
    var removed: [Element] = []
    var i = 0
    var j = 0
    while i < old.count, j < new.count {
        if old[i] == new[j] {
            i += 1
            j += 1
        } else if old[i] < new[j] {
            removed.append(old[i])
            i += 1
        } else {
            added.append(new[j])
            j += 1
        }
    }
    removed.append(contentsOf: old[i...])
    added.append(contentsOf: new[j...])
    return (added, removed)
}

/// Elements of either list, both ascending and unique.
func sortedUnion<Element: Comparable>(_ left: [Element], _ right: [Element]) -> [Element] {
    if right.isEmpty { return left }
    if left.isEmpty { return right }
    var result: [Element] = []
    result.reserveCapacity(left.count + right.count)
    var i = 0
    var j = 0
    while i < left.count, j < right.count {
        if left[i] == right[j] {
            result.append(left[i])
            i += 1
            j += 1
        } else if left[i] < right[j] {
            result.append(left[i])
            i += 1
        } else {
            result.append(right[j])
            j += 1
        }
    }
    result.append(contentsOf: left[i...])
    result.append(contentsOf: right[j...])
    return result
}
