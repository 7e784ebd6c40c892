import ArgumentParser
import Insurance
import Kernel

/// `covenant token create`: a token with which a program acts for a member of staff.
struct TokenCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Make API tokens.", subcommands: [Create.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a new API token for a member of staff. It is shown once.")

        @OptionGroup var options: InstallationOptions
        @Option(help: "The staff number.") var staff: String
        @Option(help: "What the token is for.") var name = "command line"
        @Option(
            help: """
                What it may do: command names, prefixes ending in a dot, or read; \
                separated by commas. Left out: everything the member's posts allow.
                """)
        var scopes: String?
        @Option(help: "Days until it ends, 1 to 366.") var days: Int64 = 90

        func run() async throws {
            try await Installation.with(options) { installation in
                let signIn = SignIn(installation.dispatcher, pool: HashingPool())
                var command = CreateToken()
                command.staff = staff
                command.name = name
                command.scopes =
                    scopes?.split(separator: ",").map(String.init) ?? TokenCommands.everything
                command.days = days
                say(try await signIn.createToken(command, by: .system("cli")).text)
            }
        }
    }

    /// Every domain's prefix, and reading.
    static var everything: [String] {
        let prefixes = Insurer.commands.commands.compactMap { command in
            command.name.split(separator: ".").first.map { "\($0)." }
        }
        return Set(prefixes).sorted() + ["read"]
    }
}
