/// A validated rsync URI: `rsync://host[:port]/module[/path]` (RFC 5781).
///
/// The host is lower-cased, everything else kept as it was: equal URIs are equal values. At most 2,048 octets, ASCII,
/// no empty, `.` or `..` segments, no user information. An empty last segment marks a directory.
package struct RsyncURI: Hashable, Sendable {
    private let text: String
    /// Where the host ends, the path starts that follows the authority's slash, and the module ends.
    private let hostEnd: UInt16
    private let moduleStart: UInt16
    private let moduleEnd: UInt16

    /// The URI that these octets spell; nil unless it is one as described above.
    package init?(ascii bytes: borrowing ArraySlice<UInt8>) {
        let octets = bytes.span
        guard octets.count <= URIText.maximumLength, URIText.hasScheme("rsync://", octets),
            let authority = URIText.authority(octets.extracting(8...))
        else { return nil }
        // What follows the slash after the authority; nothing when there is no slash.
        let path = octets.extracting(min(9 + authority.length, octets.count)...)
        guard path.count > 0, path[0] != 0x2F, URIText.isPath(path) else { return nil }
        var moduleLength = 0
        while moduleLength < path.count, path[moduleLength] != 0x2F { moduleLength += 1 }
        text = URIText.text(copy bytes, loweringFirst: 8 + authority.hostLength)
        // At most `maximumLength`.
        hostEnd = UInt16(truncatingIfNeeded: 8 + authority.hostLength)
        moduleStart = UInt16(truncatingIfNeeded: 9 + authority.length)
        moduleEnd = UInt16(truncatingIfNeeded: 9 + authority.length + moduleLength)
    }

    /// The URI that `text` spells; nil unless it is one as described above.
    package init?(_ text: some StringProtocol) {
        self.init(ascii: Array(text.utf8)[...])
    }

    /// Host name or address, lower case, without the port.
    package var host: String { slice(8..<hostEnd) }

    /// The port, when one is given.
    package var port: UInt16? {
        hostEnd + 1 < moduleStart ? UInt16(slice(hostEnd + 1..<moduleStart - 1)) : nil
    }

    /// The first segment of the path.
    package var module: String { slice(moduleStart..<moduleEnd) }

    /// What follows the module and its slash; empty for the module itself.
    package var path: String {
        let end = UInt16(truncatingIfNeeded: text.utf8.count)
        return moduleEnd + 1 < end ? slice(moduleEnd + 1..<end) : ""
    }

    /// `rsync://host[:port]/module/`
    package var moduleURI: RsyncURI {
        RsyncURI(unchecked: slice(0..<moduleEnd) + "/", like: self)
    }

    /// Whether it ends in a slash.
    package var isDirectory: Bool { text.utf8.last == 0x2F }

    /// The URI up to and with its last slash: of a file the directory that holds it, of a directory itself.
    package var directory: RsyncURI {
        guard let slash = text.utf8.lastIndex(of: 0x2F) else { return self }
        let end = text.utf8.distance(from: text.utf8.startIndex, to: slash)
        // The last slash of `rsync://host/module` stands before the module.
        return end < Int(moduleEnd)
            ? moduleURI : RsyncURI(unchecked: String(text.utf8.prefix(end + 1)) ?? text, like: self)
    }

    /// What follows the last slash; empty for a directory.
    package var fileName: String {
        String(
            text.utf8.suffix(
                from: text.utf8.lastIndex(of: 0x2F).map { text.utf8.index(after: $0) } ?? text.utf8.startIndex
            )
        )
            ?? ""
    }

    /// This directory (a slash is added if it lacks one) extended by `fileName`; nil when that is no segment of a URI.
    package func appending(_ fileName: some StringProtocol) -> RsyncURI? {
        guard !fileName.isEmpty, !fileName.utf8.contains(0x2F) else { return nil }
        return RsyncURI(isDirectory ? text + fileName : text + "/" + fileName)
    }

    /// Whether `other` is this URI or lies below it, by whole segments.
    package func contains(_ other: RsyncURI) -> Bool {
        other.text == text || other.text.utf8.starts(with: (isDirectory ? text : text + "/").utf8)
    }

    private init(unchecked text: String, like other: RsyncURI) {
        self.text = text
        hostEnd = other.hostEnd
        moduleStart = other.moduleStart
        moduleEnd = other.moduleEnd
    }

    private func slice(_ range: Range<UInt16>) -> String {
        String(decoding: text.utf8.dropFirst(Int(range.lowerBound)).prefix(range.count), as: UTF8.self)
    }
}

extension RsyncURI: Comparable {
    package static func < (left: RsyncURI, right: RsyncURI) -> Bool { left.text < right.text }
}

extension RsyncURI: CustomStringConvertible {
    /// The URI.
    package var description: String { text }
}
