/// Hosts by name, each with everything below it: `example.net` stands for `rpki.example.net`, too.
package struct HostList: Sendable, Hashable, ExpressibleByArrayLiteral {
    private let names: Set<String>

    package init(_ names: some Sequence<String> = []) {
        self.names = Set(names.map(Self.canonical).filter { !$0.isEmpty })
    }

    package init(arrayLiteral names: String...) {
        self.init(names)
    }

    package var isEmpty: Bool { names.isEmpty }

    package func contains(_ host: String) -> Bool {
        guard !names.isEmpty else { return false }
        var rest = Self.canonical(host)[...]
        while true {
            if names.contains(String(rest)) { return true }
            guard let dot = rest.firstIndex(of: ".") else { return false }
            rest = rest[rest.index(after: dot)...]
        }
    }

    /// Lower case, without the root's dot.
    private static func canonical(_ name: String) -> String {
        let name = name.lowercased()
        return name.hasSuffix(".") ? String(name.dropLast()) : name
    }
}
