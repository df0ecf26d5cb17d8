package dev.vendaval.flux;

import dev.vendaval.flux.document.FileText;
import dev.vendaval.flux.problem.Location;
import dev.vendaval.flux.problem.Problem;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads properties in Java's form, and says where one is wrong. */
final class PropertiesFile {
    private static final String RIGHT = "give a file of lines such as 'name=value', in UTF-8";

    /** A backslash that is not the second of a pair, 'u', and no four digits. */
    private static final Pattern UNFINISHED_ESCAPE = Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*(\\\\u)(?![0-9a-fA-F]{4})");

    private PropertiesFile() {}

    static Map<String, String> read(Path file) {
        String name = file.toString();
        Location whole = Location.wholeFile(name);
        if (!Files.isRegularFile(file)) {
            String found = Files.isDirectory(file)
                    ? "is a directory"
                    : Files.exists(file) ? "is no regular file" : "is not there";
            throw wrong(
                    name,
                    new Problem(whole, Problem.Severity.ERROR, "the file of properties " + name + " " + found, RIGHT));
        }
        try {
            return read(name, Files.readAllBytes(file));
        } catch (IOException e) {
            throw wrong(name, FileText.unreadable(name, whole, e));
        }
    }

    static Map<String, String> read(String file, byte[] bytes) {
        FileText read = FileText.of(file, Location.wholeFile(file), bytes);
        Problem problem = read.problem();
        if (problem != null) {
            throw wrong(file, problem);
        }
        String text = Objects.requireNonNull(read.text(), "text without a problem");
        Properties properties = new Properties();
        if (!isLoaded(text, properties)) {
            throw wrong(
                    file,
                    new Problem(
                            firstMistake(file, text),
                            Problem.Severity.ERROR,
                            "\\u without four hexadecimal digits",
                            "write a backslash as \\\\, as in C:\\\\users"));
        }
        Map<String, String> map = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name)));
        return map;
    }

    private static boolean isLoaded(String text, Properties properties) {
        try {
            properties.load(new StringReader(text));
            return true;
        } catch (IOException | IllegalArgumentException e) {
            // Java's parser knows one mistake, and not where it is.
            return false;
        }
    }

    /** On the line with which the text up to there begins to be wrong. */
    private static Location firstMistake(String file, String text) {
        List<String> lines = text.lines().toList();
        int right = 0;
        int wrong = lines.size();
        while (wrong - right > 1) {
            int middle = (right + wrong) / 2;
            String part = lines.stream().limit(middle).collect(Collectors.joining("\n"));
            if (isLoaded(part, new Properties())) {
                right = middle;
            } else {
                wrong = middle;
            }
        }
        Matcher escape = UNFINISHED_ESCAPE.matcher(lines.get(wrong - 1));
        return new Location(file, wrong, escape.find() ? escape.start(1) + 1 : 1);
    }

    private static FluxException wrong(String file, Problem problem) {
        return new FluxException(file, List.of(problem));
    }
}
