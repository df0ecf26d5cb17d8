package dev.vendaval.cli.console;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Stack traces as text. */
public final class StackText {
    private StackText() {}

    static String whole(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** Without the frames below the user's main, which are ours and Java's, not the user's. */
    public static String ofMain(Throwable thrown, String mainClass) {
        List<String> shown = new ArrayList<>();
        boolean belowMain = false;
        for (String line : Arrays.asList(whole(thrown).split("\\R"))) {
            boolean frame = line.startsWith("\tat ");
            if (!frame) {
                belowMain = false;
            }
            if (!belowMain) {
                shown.add(line);
            }
            if (frame && line.contains(mainClass + ".main(")) {
                belowMain = true;
            }
        }
        return String.join(System.lineSeparator(), shown);
    }
}
