package dev.vendaval.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Options that a command line has more than once. One that has one value is refused: whichever counted, the other would be
 * ignored without a word. A global option may stand before and after the command, so all of the line is looked at: the parser
 * itself forgets what stood before.
 */
final class RepeatedOptions {
    private RepeatedOptions() {}

    /** Every value of an option that may be repeated, wherever it stands. */
    static List<String> all(ParseResult line, String name) {
        List<String> values = new ArrayList<>();
        for (ParseResult part = line; part != null; part = part.hasSubcommand() ? part.subcommand() : null) {
            if (part.hasMatchedOption(name)) {
                values.addAll(part.matchedOption(name).originalStringValues());
            }
        }
        return values;
    }

    static void refuse(ParseResult line) {
        Map<String, List<String>> valuesByName = new HashMap<>();
        for (ParseResult part = line; part != null; part = part.hasSubcommand() ? part.subcommand() : null) {
            for (OptionSpec option : part.matchedOptionsSet()) {
                if (takesOneValue(option)) {
                    List<String> values = valuesByName.computeIfAbsent(option.longestName(), name -> new ArrayList<>());
                    values.addAll(option.originalStringValues());
                    refuseSecond(part, option, values);
                }
            }
        }
    }

    private static boolean takesOneValue(OptionSpec option) {
        return option.arity().max() > 0 && !option.isMultiValue();
    }

    private static void refuseSecond(ParseResult part, OptionSpec option, List<String> values) {
        if (values.size() > 1) {
            throw new ParameterException(
                    part.commandSpec().commandLine(),
                    option.longestName() + " is given " + (values.size() == 2 ? "twice" : values.size() + " times")
                            + " ("
                            + values.stream().map(value -> "'" + value + "'").collect(Collectors.joining(", "))
                            + "); it has one value");
        }
    }
}
