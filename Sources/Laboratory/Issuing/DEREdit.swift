package import DER

/// A change to an encoded structure at one place: how templates are bent into what their fields cannot say.
package struct DEREdit: Sendable, Hashable {
    /// The elements on the way to a place, each by its number in the one around it; empty for the outermost itself.
    package typealias Path = [Int]

    private enum Operation: Sendable, Hashable {
        case replace([UInt8])
        case insert([UInt8])
        case append([UInt8])
        case duplicate
        case remove
        /// Flips the last bit of the content.
        case flip
    }

    private let path: Path
    private let operation: Operation

    private init(_ path: Path, _ operation: Operation) {
        self.path = path
        self.operation = operation
    }

    /// Puts something else in the place of an element.
    package static func replace(_ path: Path, _ body: (inout DERWriter) -> Void) -> DEREdit {
        DEREdit(path, .replace(DERWriter.encode(body)))
    }

    /// Puts something in front of an element.
    package static func insert(_ path: Path, _ body: (inout DERWriter) -> Void) -> DEREdit {
        DEREdit(path, .insert(DERWriter.encode(body)))
    }

    /// Puts something behind the last element of a structure.
    package static func append(_ path: Path, _ body: (inout DERWriter) -> Void) -> DEREdit {
        DEREdit(path, .append(DERWriter.encode(body)))
    }

    /// Has an element twice.
    package static func duplicate(_ path: Path) -> DEREdit { DEREdit(path, .duplicate) }

    package static func remove(_ path: Path) -> DEREdit { DEREdit(path, .remove) }

    /// Makes a signature, or anything else that has no structure, wrong.
    package static func flip(_ path: Path) -> DEREdit { DEREdit(path, .flip) }

    /// `encoded` with the change; as it was where there is no such place.
    package func applied(to encoded: [UInt8]) -> [UInt8] {
        (try? Self.apply(operation, at: path[...], to: encoded[...])) ?? encoded
    }

    private static func apply(
        _ operation: Operation,
        at path: ArraySlice<Int>,
        to encoded: ArraySlice<UInt8>
    ) throws(DERError) -> [UInt8] {
        var reader = DERReader(encoded)
        let element = try reader.readElement()
        if let position = path.first {
            var children = try Self.children(of: element)
            guard children.indices.contains(position) else { throw DERError(.missing, at: element.content.endIndex) }
            children[position] = try apply(operation, at: path.dropFirst(), to: children[position][...])
            return DERWriter.encode { $0.element(element.tag, children.joined()) }
        }
        switch operation {
        case .replace(let other): return other
        case .insert(let other): return other + Array(element.encoded)
        case .append(let other): return DERWriter.encode { $0.element(element.tag, element.content + other) }
        case .duplicate: return Array(element.encoded + element.encoded)
        case .remove: return []
        case .flip:
            return DERWriter.encode {
                $0.element(element.tag, element.content.dropLast() + element.content.suffix(1).map { $0 ^ 1 })
            }
        }
    }

    private static func children(of element: DERElement) throws(DERError) -> [[UInt8]] {
        var reader = DERReader(element.content)
        var children: [[UInt8]] = []
        while !reader.isAtEnd { children.append(Array(try reader.readElement().encoded)) }
        return children
    }
}

extension [DEREdit] {
    /// `encoded` with one change after the other.
    func applied(to encoded: [UInt8]) -> [UInt8] { reduce(encoded) { $1.applied(to: $0) } }
}
