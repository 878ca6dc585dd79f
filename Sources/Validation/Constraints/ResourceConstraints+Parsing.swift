import NumberResources

/// What is wrong with a constraints file.
package struct ConstraintsError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Counted from 1.
    package let line: Int
    package let detail: String

    /// `line 3: "192.0.2.1/24" is not a prefix`
    package var description: String { "line \(line): \(detail)" }
}

extension ResourceConstraints {
    /// Reads the text of a `.constraints` file as rpki-client has it: one entry to a line, `allow` or `deny`, then a
    /// prefix, an address, an AS number, or two of the latter joined by a hyphen; `#` starts a comment. The order of
    /// the entries means nothing.
    ///
    /// ```
    /// allow 192.0.2.0/24           # a prefix
    /// allow 2001:db8:: - 2001:db8::ffff
    /// deny 64496 - 64511           # AS numbers
    /// ```
    package init(parsing text: String) throws(ConstraintsError) {
        var entries = Entries()
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            let content = line.prefix { $0 != "#" }.trimmingWhitespace()
            guard !content.isEmpty else { continue }
            do throws(Malformed) {
                try entries.append(content)
            } catch {
                throw ConstraintsError(line: index + 1, detail: error.detail)
            }
        }
        self.init()
        allowedAddresses = entries.allowedRanges.isEmpty ? nil : IPResourceSet(ranges: entries.allowedRanges)
        deniedAddresses = IPResourceSet(ranges: entries.deniedRanges)
        allowedASNs = entries.allowedASNs.isEmpty ? nil : ASResourceSet(ranges: entries.allowedASNs)
        deniedASNs = ASResourceSet(ranges: entries.deniedASNs)
    }

    private struct Malformed: Error {
        let detail: String
    }

    private struct Entries {
        var allowedRanges: [IPRange] = []
        var deniedRanges: [IPRange] = []
        var allowedASNs: [ClosedRange<ASN>] = []
        var deniedASNs: [ClosedRange<ASN>] = []

        mutating func append(_ entry: Substring) throws(Malformed) {
            let word = entry.prefix { !$0.isWhitespace }
            let resources = entry.dropFirst(word.count).trimmingWhitespace()
            guard word == "allow" || word == "deny" else {
                throw Malformed(detail: "an entry starts with allow or deny, not \"\(word)\"")
            }
            guard !resources.isEmpty else { throw Malformed(detail: "\(word) what?") }
            let isAllowed = word == "allow"
            if resources.contains(where: { $0 == "." || $0 == ":" }) {
                let range = try addresses(resources)
                if isAllowed { allowedRanges.append(range) } else { deniedRanges.append(range) }
            } else {
                let range = try asNumbers(resources)
                if isAllowed { allowedASNs.append(range) } else { deniedASNs.append(range) }
            }
        }

        private func addresses(_ text: Substring) throws(Malformed) -> IPRange {
            if text.contains("/") {
                guard let prefix = IPPrefix(parsing: text) else {
                    throw Malformed(detail: "\"\(text)\" is not a prefix with all host bits zero")
                }
                return IPRange(prefix)
            }
            guard let (first, last) = bounds(text, IPAddress.init(parsing:)) else {
                throw Malformed(detail: "\"\(text)\" is not an address or a range of addresses")
            }
            guard let range = IPRange(first: first, last: last) else {
                throw Malformed(detail: "\"\(text)\" ends before it starts, or in another family")
            }
            return range
        }

        private func asNumbers(_ text: Substring) throws(Malformed) -> ClosedRange<ASN> {
            guard let (first, last) = bounds(text, ASN.init(parsing:)) else {
                throw Malformed(detail: "\"\(text)\" is not a prefix, an AS number or a range of them")
            }
            guard first <= last else { throw Malformed(detail: "\"\(text)\" ends before it starts") }
            return first...last
        }

        /// The ends of `LOW - HIGH`; twice the same for what is no range.
        private func bounds<Bound>(_ text: Substring, _ parse: (Substring) -> Bound?) -> (Bound, Bound)? {
            let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { $0.trimmingWhitespace() }
            guard parts.count <= 2, let low = parse(parts[0]), let high = parse(parts[parts.count - 1]) else {
                return nil
            }
            return (low, high)
        }
    }
}

extension Substring {
    fileprivate func trimmingWhitespace() -> Substring {
        let start = drop { $0.isWhitespace }
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return start[start.endIndex...] }
        return start[...last]
    }
}
