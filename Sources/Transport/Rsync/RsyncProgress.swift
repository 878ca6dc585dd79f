/// Reads what rsync prints, to know when the file list began and how much has come.
package struct RsyncProgress: Sendable, Hashable {
    /// The file list has begun to arrive.
    package private(set) var hasFileList = false
    /// Files and directories that were transferred or made, and their octets.
    package private(set) var entries = 0
    package private(set) var octets: Int64 = 0
    /// Octets received on the wire; known at the end.
    package private(set) var wireOctets: Int64 = 0

    private var line: [UInt8] = []

    package init() {}

    /// Takes the next octets of standard output.
    package mutating func take(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            if byte == 0x0A {
                read(String(decoding: line, as: UTF8.self))
                line.removeAll(keepingCapacity: true)
            } else if line.count < 256 {
                line.append(byte)
            }
        }
    }

    private mutating func read(_ line: String) {
        if line.hasPrefix("receiving ") {
            hasFileList = true
        } else if let length = Int64(line), length >= 0 {
            hasFileList = true
            entries += 1
            octets = octets.addingReportingOverflow(length).overflow ? .max : octets + length
        } else if line.hasPrefix("sent "), let word = line.split(separator: " ").firstIndex(of: "received") {
            wireOctets = line.split(separator: " ").dropFirst(word + 1).first.flatMap { Int64($0) } ?? 0
        }
    }
}
