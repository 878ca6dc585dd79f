package import RPKIObjects

/// The command line of one run of rsync.
///
/// The program is told to take nothing from the server but the bytes and times of regular files under visible names: no
/// links, devices, owners or permissions (our own are set), no dot files, no messages. Remote data contributes a
/// validated `rsync://` URI behind `--`: it can neither be an option nor choose another transport.
package struct RsyncCommand: Sendable {
    package let arguments: [String]

    /// Seconds without a byte after which rsync itself gives up.
    private static let idleTimeout = 60
    private static let connectTimeout = 10

    private static let common = [
        "--times", "--perms", "--chmod=D700,F600", "--no-motd", "--exclude=.*",
        "--contimeout=\(connectTimeout)", "--timeout=\(idleTimeout)",
        // One line for each file on its way, read by `RsyncProgress`.
        "--outbuf=L", "--no-human-readable", "--out-format=%l", "--info=flist1,stats1",
    ]

    /// Which of the server's addresses to ask, and from which of ours; nil: rsync finds out.
    package struct Route: Hashable, Sendable {
        package var server: SocketAddress?
        package var source: SocketAddress?

        package init(server: SocketAddress? = nil, source: SocketAddress? = nil) {
            self.server = server
            self.source = source
        }
    }

    /// Makes `directory` what the module at `uri` holds; files longer than `maximumObjectSize` are left out.
    package init(module uri: RsyncURI, into directory: String, maximumObjectSize: Int, by route: Route = Route()) {
        arguments =
            ["--recursive", "--delete-excluded", "--max-size=\(maximumObjectSize)"] + Self.common
            + Self.ends(uri.moduleURI, directory, route)
    }

    /// Fetches the one file at `uri` into `directory`.
    package init(file uri: RsyncURI, into directory: String, maximumSize: Int, by route: Route = Route()) {
        arguments = ["--max-size=\(maximumSize)"] + Self.common + Self.ends(uri, directory, route)
    }

    private static func ends(_ uri: RsyncURI, _ directory: String, _ route: Route) -> [String] {
        var text = uri.description
        if let server = route.server {
            let rest = text.dropFirst("rsync://".count).drop { $0 != "/" }
            text = "rsync://\(server.uriHost)\(uri.port.map { ":\($0)" } ?? "")\(rest)"
        }
        return (route.source.map { ["--address=\($0)"] } ?? []) + ["--", text, directory + "/"]
    }

    /// The command line that runs `program` with `arguments` and lets no file grow beyond `maximumFileSize` octets.
    ///
    /// What a server says about a file's length (which `--max-size` goes by) need not be what it sends. The limit is the
    /// kernel's; nothing but the shell can set it between fork and exec. Ignoring the signal makes the write fail, which
    /// rsync reports.
    package static func limited(
        _ program: String,
        _ arguments: [String],
        maximumFileSize: Int
    ) -> (program: String, arguments: [String]) {
        // In blocks of 512 octets (POSIX).
        let blocks = max(maximumFileSize, 0) / 512 + 1
        return ("/bin/sh", ["-c", "trap '' XFSZ; ulimit -f \(blocks) && exec \"$@\"", "sh", program] + arguments)
    }

    /// The environment of the child: nothing that would make rsync start another program or read another configuration.
    package static func environment(from own: [String: String]) -> [String: String] {
        var environment = ["LC_ALL": "C", "PATH": own["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"]
        environment["RSYNC_PROXY"] = own["RSYNC_PROXY"]
        return environment
    }
}
