package dev.vendaval.cli;

import dev.vendaval.api.SubmitException.Code;
import dev.vendaval.cli.console.CommandFailure;
import dev.vendaval.cli.console.Session;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** How the command line is parsed and how failures leave it. */
final class ParserSetup {
    /** Their arguments after the class belong to the user's main. */
    private static final Set<String> WITH_USER_ARGUMENTS = Set.of("jar", "local");

    private static final int HELP_WIDTH = 110;

    /** One for both kinds of int: written twice, the reference crashes JDK 17.0.15 as it writes a class-data archive. */
    private static final CommandLine.ITypeConverter<Integer> WHOLE_NUMBER = ParserSetup::wholeNumber;

    private ParserSetup() {}

    static void apply(CommandLine commandLine, Session session, List<String> arguments) {
        commandLine
                .setOut(new PrintWriter(session.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(session.err(), true, StandardCharsets.UTF_8))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                // An argument such as @name is the user's, not a file of arguments.
                .setExpandAtFiles(false)
                .registerConverter(int.class, WHOLE_NUMBER)
                .registerConverter(Integer.class, WHOLE_NUMBER)
                // The check of ours says it with both values, and lets a flag be repeated, which is harmless.
                .setOverwrittenOptionsAllowed(true)
                .setExecutionStrategy(parsed -> {
                    RepeatedOptions.refuse(parsed);
                    session.options().setAll(RepeatedOptions.all(parsed, "-c"));
                    return new RunLast().execute(parsed);
                })
                .setUsageHelpWidth(HELP_WIDTH)
                .setHelpFactory(CommandHelp::new)
                .setParameterExceptionHandler((wrong, all) -> refuse(wrong, session, arguments))
                .setExecutionExceptionHandler(
                        (thrown, command, result) -> session.fail(CommandFailure.from(thrown), session.json()));
        WITH_USER_ARGUMENTS.forEach(name -> {
            CommandLine command = commandLine.getSubcommands().get(name);
            if (command != null) {
                command.setStopAtPositional(true);
            }
        });
    }

    private static Integer wholeNumber(String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is not a whole number of at most " + Integer.MAX_VALUE);
        }
    }

    private static int refuse(ParameterException wrong, Session session, List<String> arguments) {
        CommandLine command = wrong.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        String hint = "see " + name + " --help";
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            List<String> near = unmatched.getSuggestions();
            hint = near.isEmpty() ? hint : "did you mean " + String.join(" or ", near) + "? " + hint;
        }
        String fluxFile = FluxArgumentOrder.fluxFile(arguments);
        CommandFailure failure = lacksJar(wrong) && fluxFile != null
                ? fluxWithoutJar(wrong, name, fluxFile)
                : CommandFailure.of(Code.USAGE, message(wrong), hint, wrong);
        // Parsing failed, so that the option may not have been read yet.
        return session.fail(failure, arguments.contains("--json"));
    }

    private static boolean lacksJar(ParameterException wrong) {
        return wrong instanceof MissingParameterException missing
                && missing.getMissing().stream()
                        .anyMatch(
                                each -> each.isPositional() && each.paramLabel().equals("JAR"));
    }

    private static CommandFailure fluxWithoutJar(ParameterException wrong, String command, String file) {
        return file.endsWith(".jar")
                ? CommandFailure.of(
                        Code.USAGE,
                        "--flux takes a topology file in YAML, and '" + file + "' is a jar",
                        "write " + command + " " + file + " --flux FILE.yaml",
                        wrong)
                : CommandFailure.of(
                        Code.USAGE,
                        "--flux " + file + " comes without a JAR, which has the classes that the file names",
                        "write " + command + " JAR --flux " + file,
                        wrong);
    }

    private static String message(ParameterException wrong) {
        return wrong instanceof UnmatchedArgumentException unmatched
                ? unmatched(unmatched)
                : String.valueOf(wrong.getMessage());
    }

    private static String unmatched(UnmatchedArgumentException wrong) {
        String first = wrong.getUnmatched().get(0);
        if (first.startsWith("-")) {
            // What follows is an argument that its value has pushed away, and no option.
            List<String> options = wrong.getUnmatched().stream()
                    .filter(token -> token.startsWith("-"))
                    .map(token -> "'" + token + "'")
                    .toList();
            return "Unknown option" + (options.size() == 1 ? ": " : "s: ") + String.join(", ", options);
        }
        boolean atCommand = wrong.getCommandLine().getParent() == null;
        List<PositionalParamSpec> positional =
                wrong.getCommandLine().getCommandSpec().positionalParameters();
        if (atCommand) {
            return "there is no command '" + first + "'";
        }
        return positional.size() == 1 && positional.get(0).paramLabel().equals("FILE")
                ? "one FILE only; '" + first + "' is one more"
                : "'" + first + "' is one argument too many";
    }
}
