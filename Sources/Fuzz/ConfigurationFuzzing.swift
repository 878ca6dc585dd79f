import Daemon

/// Configuration files.
enum ConfigurationFuzzing {
    /// A configuration that was read and rendered reads the same.
    static func file(_ input: [UInt8]) {
        let text = String(decoding: input, as: UTF8.self)
        var configuration = Configuration(stateDirectory: "/state")
        do {
            try ConfigurationFile.apply(text: text, name: "fuzz", to: &configuration)
        } catch {
            invariant(!error.description.isEmpty, "an error without text")
            return
        }
        var again = Configuration(stateDirectory: "/state")
        let rendered = ConfigurationFile.render(configuration)
        let read: Void? = try? ConfigurationFile.apply(text: rendered, name: "rendered", to: &again)
        invariant(read != nil, "what was rendered cannot be read:\n\(rendered)")
        invariant(again == configuration, "what was rendered reads otherwise:\n\(rendered)")
    }
}
