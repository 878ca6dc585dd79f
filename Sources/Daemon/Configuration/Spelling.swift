/// Helps with mistyped names.
package enum Spelling {
    /// The name that a mistyped one most resembles; nil when there are none.
    package static func nearest(to name: String, among names: some Sequence<String>) -> String? {
        names.map { (name: $0, distance: distance(name, $0)) }.min { $0.distance < $1.distance }?.name
    }

    /// Insertions, deletions and replacements that turn one text into the other (Levenshtein).
    private static func distance(_ left: String, _ right: String) -> Int {
        let right = Array(right)
        var row = Array(0...right.count)
        for (i, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in right.enumerated() {
                let replaced = diagonal + (letter == other ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[right.count]
    }
}
