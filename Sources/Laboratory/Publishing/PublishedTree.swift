import RPKICrypto

/// The files of an rsync module in the making: paths below the module, each with its bytes or an existing file.
struct PublishedTree {
    private(set) var files: [String: [UInt8]] = [:]

    mutating func add(_ bytes: [UInt8], at path: String) {
        files[path] = bytes
    }

    /// Takes the files of one publication point over from an earlier tree.
    mutating func adopt(point: String, from module: String) throws(LaboratoryError) {
        for name in LaboratoryDirectory.names(in: "\(module)/\(point)") {
            files["\(point)/\(name)"] = try LaboratoryDirectory.read("\(module)/\(point)/\(name)")
        }
    }

    /// Hashes in hexadecimal.
    var hashes: [String: String] {
        files.mapValues { SHA256Digest(hashing: $0).hex }
    }

    /// Writes the tree to a new directory. Files equal to those of the tree at `previous` become further names of
    /// them, and so keep their times, which rsync compares.
    func write(to directory: String, previous: String, unchanged: Set<String>) throws(LaboratoryError) {
        try LaboratoryDirectory.remove(directory)
        try LaboratoryDirectory.makeDirectory(directory)
        for (path, bytes) in files.sorted(by: { $0.key < $1.key }) {
            let target = "\(directory)/\(path)"
            if unchanged.contains(path), LaboratoryDirectory.exists("\(previous)/\(path)") {
                if let slash = path.lastIndex(of: "/") {
                    try LaboratoryDirectory.makeDirectory("\(directory)/\(path[..<slash])")
                }
                try LaboratoryDirectory.link("\(previous)/\(path)", as: target)
            } else {
                try LaboratoryDirectory.write(bytes, to: target)
            }
        }
    }
}
