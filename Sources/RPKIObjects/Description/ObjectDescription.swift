/// What an object says, as named fields in their order: the one form from which both text and JSON are made.
///
/// Texts are kept as the object has them; whoever prints them escapes them (``text(indentation:)`` does).
package struct ObjectDescription: Hashable, Sendable {
    package struct Field: Hashable, Sendable {
        /// The name for programs: `notBefore`.
        package let key: String
        /// The name for people: `Not before`.
        package let label: String
        package let value: Value
    }

    package indirect enum Value: Hashable, Sendable {
        case text(String)
        case number(Int64)
        case flag(Bool)
        case list([Value])
        case fields(ObjectDescription)
        /// One line for people and a value for programs.
        case shown(String, Value)
    }

    package private(set) var fields: [Field] = []

    package init() {}

    /// What `body` adds.
    package init(_ body: (inout ObjectDescription) -> Void) {
        body(&self)
    }

    package subscript(key: String) -> Value? {
        fields.first { $0.key == key }?.value
    }

    /// Adds a field unless it has no value.
    package mutating func add(_ key: String, _ label: String, _ value: Value?) {
        guard let value else { return }
        fields.append(Field(key: key, label: label, value: value))
    }

    /// Adds the text that describes `value`, unless there is none.
    package mutating func add(_ key: String, _ label: String, text value: (some CustomStringConvertible)?) {
        add(key, label, value.map { .text($0.description) })
    }

    /// Adds fields of their own.
    package mutating func add(_ key: String, _ label: String, _ body: (inout ObjectDescription) -> Void) {
        add(key, label, .fields(ObjectDescription(body)))
    }
}

/// What can be shown to people and programs.
package protocol Describable {
    /// Adds the fields that tell what the object says.
    func describe(into description: inout ObjectDescription)
}

extension Describable {
    package var objectDescription: ObjectDescription { ObjectDescription(describe) }
}
