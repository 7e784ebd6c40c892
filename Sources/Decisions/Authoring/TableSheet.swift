/// A decision table as a sheet of texts (DMN 1.5 §8): what a person edits, exactly as it stands.
///
/// An empty text stands for an element or attribute that is not there. Not in a sheet: the ids of
/// columns and cells, the orientation in which tools draw a table, extension elements and
/// attributes of other namespaces; `ModelTables.replacing` keeps them where they are.
public struct TableSheet: Sendable, Hashable {
    /// How rules that match become a result (DMN 1.5 §8.2.8).
    public enum HitPolicy: String, Sendable, CaseIterable {
        /// One rule may match.
        case unique = "UNIQUE"
        /// Rules that match say the same.
        case any = "ANY"
        /// The result that ranks highest among the allowed values of the output.
        case priority = "PRIORITY"
        /// The first rule that matches.
        case first = "FIRST"
        /// All results, or one reckoned from them.
        case collect = "COLLECT"
        /// All results in the order of the rules.
        case ruleOrder = "RULE ORDER"
        /// All results in the order of the allowed values of the output.
        case outputOrder = "OUTPUT ORDER"

        /// Whether one result comes of it.
        var isSingle: Bool { [.unique, .any, .first, .priority].contains(self) }
    }

    /// What COLLECT makes of the results.
    public enum Aggregation: String, Sendable, CaseIterable {
        /// `sum`, `count`, `min` and `max` of FEEL.
        case sum = "SUM", count = "COUNT", minimum = "MIN", maximum = "MAX"
    }

    /// A column that is tested.
    public struct Input: Sendable, Hashable {
        /// What people call it.
        public var label = ""
        /// FEEL: what the cells test.
        public var expression = ""
        /// The name of its type.
        public var type = ""
        /// Unary tests that every value has to pass.
        public var allowedValues = ""
        /// For people.
        public var description = ""

        /// An input that looks at an expression.
        public init(_ expression: String = "", type: String = "", label: String = "") {
            self.expression = expression
            self.type = type
            self.label = label
        }
    }

    /// A column that results are made of.
    public struct Output: Sendable, Hashable {
        /// Its entry in the result; may be empty where there is one output.
        public var name = ""
        /// What people call it.
        public var label = ""
        /// The name of its type.
        public var type = ""
        /// Unary tests; PRIORITY and OUTPUT ORDER rank by their order.
        public var allowedValues = ""
        /// FEEL: the value where no rule matches.
        public var standard = ""
        /// For people.
        public var description = ""

        /// An output with a name.
        public init(_ name: String = "", type: String = "") {
            self.name = name
            self.type = type
        }
    }

    /// A row.
    public struct Rule: Sendable, Hashable {
        /// Identifies the rule across versions.
        public var id = ""
        /// For people.
        public var description = ""
        /// Unary tests, one for each input; `-` takes everything.
        public var inputs: [String]
        /// FEEL, one for each output.
        public var outputs: [String]
        /// Remarks, one for each annotation.
        public var annotations: [String]

        /// A rule of cells.
        public init(
            _ inputs: [String], _ outputs: [String], annotations: [String] = [], id: String = ""
        ) {
            self.inputs = inputs
            self.outputs = outputs
            self.annotations = annotations
            self.id = id
        }
    }

    /// The decision (or business knowledge model) whose table it is.
    public var name: String
    /// The id of the decision.
    public var id = ""
    /// The id of the table itself.
    public var tableID = ""
    /// What people call the table.
    public var label = ""
    /// For people.
    public var description = ""
    /// How rules become a result.
    public var hitPolicy = HitPolicy.unique
    /// With COLLECT only.
    public var aggregation: Aggregation?
    /// What people call its result.
    public var outputLabel = ""
    /// The name of the type of its result.
    public var resultType = ""
    /// The columns that are tested.
    public var inputs: [Input] = []
    /// The columns of the result; at least one.
    public var outputs: [Output] = []
    /// The names of the columns with remarks.
    public var annotations: [String] = []
    /// The rows in their order.
    public var rules: [Rule] = []

    /// A sheet without columns.
    public init(name: String) { self.name = name }

    /// `COLLECT SUM`.
    var policyText: String {
        hitPolicy.rawValue + (aggregation.map { " " + $0.rawValue } ?? "")
    }

    /// Whether its result is a list.
    var yieldsList: Bool {
        switch hitPolicy {
        case .collect: aggregation == nil
        case .ruleOrder, .outputOrder: true
        default: false
        }
    }
}
