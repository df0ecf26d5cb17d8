package dev.vendaval.cli;

import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;

/** Help of a command: its own options; the global ones are told once, by {@code vendaval --help}. */
final class CommandHelp extends Help {
    CommandHelp(CommandSpec command, ColorScheme colors) {
        super(command, colors);
    }

    @Override
    public String optionList() {
        return optionListExcludingGroups(commandSpec().options().stream()
                .filter(option -> !option.inherited())
                .toList());
    }

    @Override
    public String synopsis(int headingLength) {
        String synopsis = super.synopsis(headingLength).stripTrailing();
        boolean ofCommand = commandSpec().parent() != null;
        return synopsis + (ofCommand ? "  (global options: vendaval --help)" : "") + System.lineSeparator();
    }
}
