/// The minimal difference between two payload sets: nothing that is in both, no element twice.
///
/// An ASPA whose providers changed is announced only: in RTR an announcement replaces
/// (draft-ietf-sidrops-8210bis-27 section 5.12).
package struct PayloadDelta: Hashable, Sendable {
    package var announcedVRPs: [VRP] = []
    package var withdrawnVRPs: [VRP] = []
    package var announcedRouterKeys: [RouterKey] = []
    package var withdrawnRouterKeys: [RouterKey] = []
    package var announcedASPAs: [ASPA] = []
    package var withdrawnASPAs: [ASPA] = []

    package init() {}

    /// What turns `old` into `new`. One merge pass over each sorted list.
    package init(from old: PayloadSet, to new: PayloadSet) {
        (announcedVRPs, withdrawnVRPs) = sortedDifference(from: old.vrps, to: new.vrps)
        (announcedRouterKeys, withdrawnRouterKeys) = sortedDifference(from: old.routerKeys, to: new.routerKeys)
        (announcedASPAs, withdrawnASPAs) = sortedDifference(from: old.aspas, to: new.aspas)
        let replaced = Set(announcedASPAs.map(\.customer))
        withdrawnASPAs.removeAll { replaced.contains($0.customer) }
    }

    package var isEmpty: Bool { count == 0 }

    /// Number of announcements and withdrawals.
    package var count: Int {
        announcedVRPs.count + withdrawnVRPs.count + announcedRouterKeys.count + withdrawnRouterKeys.count
            + announcedASPAs.count + withdrawnASPAs.count
    }
}

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
