import Foundation

/// Where things are when nobody says so.
enum DefaultPaths {
    /// `/var/lib/apus` for root, else `$XDG_STATE_HOME/apus` (`~/.local/state/apus`).
    static var stateDirectory: String {
        let environment = ProcessInfo.processInfo.environment
        if geteuid() == 0 { return "/var/lib/apus" }
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") { return state + "/apus" }
        return NSHomeDirectory() + "/.local/state/apus"
    }

    /// `/etc/apus/apus.conf` when it exists.
    static var configurationFile: String? {
        let path = "/etc/apus/apus.conf"
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }
}
