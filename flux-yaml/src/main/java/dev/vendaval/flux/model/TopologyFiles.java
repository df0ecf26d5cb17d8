package dev.vendaval.flux.model;

import dev.vendaval.flux.document.DocumentReader;
import dev.vendaval.flux.document.FileText;
import dev.vendaval.flux.document.Value;
import dev.vendaval.flux.document.Variables;
import dev.vendaval.flux.problem.Location;
import dev.vendaval.flux.problem.Problem;
import dev.vendaval.flux.problem.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a topology's file and all that it includes. Used by one thread, for one topology. */
public final class TopologyFiles {
    private static final int MOST_FILES = 100;
    /** Of a file. */
    public static final int MOST_BYTES = 3 << 20;

    private final Variables variables;
    private final @Nullable ClassLoader resources;
    private final Problems problems;

    /** The files being read, the main one last. */
    private final Deque<String> path = new ArrayDeque<>();

    private final List<String> unread = new ArrayList<>();
    private int filesRead;

    /**
     * Reads nothing yet.
     *
     * @param resources where resources are looked for; null leaves includes of resources out
     */
    public TopologyFiles(Variables variables, @Nullable ClassLoader resources, Problems problems) {
        this.variables = variables;
        this.resources = resources;
        this.problems = problems;
    }

    /** Reads a file, or null if nothing can be made of it; why has been told. */
    public @Nullable TopologyModel readFile(Path file) {
        return ofFile(file, Location.wholeFile(file.toString()));
    }

    /** Reads a resource, or null if nothing can be made of it; why has been told. */
    public @Nullable TopologyModel readResource(String resource) {
        Location start = Location.wholeFile(resource);
        if (resources == null) {
            problems.error(
                    start,
                    "the resource " + resource + " is not looked for without classes",
                    "give the jar or class loader that has it");
            return null;
        }
        return ofResource(resource, start);
    }

    /** Reads a text; files that it includes are looked for in the working directory. */
    public @Nullable TopologyModel readText(String name, String text) {
        return followed(name, name, null, text);
    }

    /** Included resources that were not read since there is no jar to read them from. */
    public List<String> unread() {
        return List.copyOf(unread);
    }

    private @Nullable TopologyModel ofFile(Path file, Location named) {
        if (!Files.isRegularFile(file)) {
            String found = Files.isDirectory(file)
                    ? "is a directory"
                    : Files.exists(file) ? "is no regular file" : "is not there";
            problems.error(
                    named,
                    "the file " + file + " " + found,
                    path.isEmpty()
                            ? "give the path of a YAML file"
                            : "give the path of a YAML file, relative to the one that includes it");
            return null;
        }
        try {
            if (Files.size(file) > MOST_BYTES) {
                tellSize(named, file.toString());
                return null;
            }
            String text = text(file.toString(), named, Files.readAllBytes(file));
            return text == null ? null : followed(file.toRealPath().toString(), file.toString(), file, text);
        } catch (IOException e) {
            tell(FileText.unreadable(file.toString(), named, e));
            return null;
        }
    }

    private @Nullable TopologyModel ofResource(String resource, Location named) {
        // Storm names resources as a class does, from the root.
        String name = resource.startsWith("/") ? resource.substring(1) : resource;
        if (resources == null) {
            unread.add(resource);
            return null;
        }
        try (InputStream content = resources.getResourceAsStream(name)) {
            if (content == null) {
                problems.error(
                        named,
                        "there is no resource '" + resource + "'",
                        "it is a path within the jar, such as topology.yaml");
                return null;
            }
            byte[] bytes = content.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                tellSize(named, resource);
                return null;
            }
            String text = text(resource, named, bytes);
            return text == null ? null : followed("resource " + name, resource, null, text);
        } catch (IOException e) {
            tell(FileText.unreadable("resource " + resource, named, e));
            return null;
        }
    }

    /** The text that the bytes are, or null if they are none, which has been told. */
    private @Nullable String text(String file, Location named, byte[] bytes) {
        FileText read = FileText.of(file, named, bytes);
        Problem problem = read.problem();
        if (problem != null) {
            tell(problem);
        }
        return read.text();
    }

    private void tell(Problem problem) {
        problems.error(problem.location(), problem.found(), problem.right());
    }

    private void tellSize(Location named, String file) {
        Problem tooLarge = tooLarge(named, file);
        problems.error(named, tooLarge.found(), tooLarge.right());
    }

    /** That a file has more than {@link #MOST_BYTES}. */
    public static Problem tooLarge(Location named, String file) {
        return new Problem(
                named,
                Problem.Severity.ERROR,
                file + " is larger than 3 MiB",
                "a topology is a few KiB; is this the right file?");
    }

    /** The model of a text with its includes merged. */
    private @Nullable TopologyModel followed(String identity, String name, @Nullable Path file, String text) {
        filesRead++;
        Value document = new DocumentReader(name, variables, problems).read(text);
        TopologyModel own = document == null ? null : new ModelReader(problems).read(document);
        if (own == null) {
            return null;
        }
        path.push(identity + "\n" + name);
        try {
            TopologyModel merged = own;
            boolean allRead = true;
            for (TopologyModel.Include include : own.includes()) {
                TopologyModel included = included(include, file);
                allRead &= included != null;
                if (included != null) {
                    merged = Merge.of(merged, included, include.override());
                }
            }
            return Merge.withoutIncludes(merged, allRead);
        } finally {
            path.pop();
        }
    }

    private @Nullable TopologyModel included(TopologyModel.Include include, @Nullable Path from) {
        Located<String> name = include.file();
        if (filesRead >= MOST_FILES) {
            problems.error(name.at(), "more than " + MOST_FILES + " files are included", "include each file once");
            return null;
        }
        if (include.resource()) {
            String identity =
                    "resource " + (name.value().startsWith("/") ? name.value().substring(1) : name.value());
            return isCycle(identity, name) ? null : ofResource(name.value(), name.at());
        }
        Path file = resolved(name, from);
        if (file == null) {
            return null;
        }
        try {
            String identity = Files.exists(file) ? file.toRealPath().toString() : file.toString();
            return isCycle(identity, name) ? null : ofFile(file, name.at());
        } catch (IOException e) {
            tell(FileText.unreadable(file.toString(), name.at(), e));
            return null;
        }
    }

    /** Beside the file that includes it; or, as Storm has it, from the working directory. */
    private @Nullable Path resolved(Located<String> name, @Nullable Path from) {
        try {
            Path plain = Path.of(name.value());
            Path beside = from == null ? plain : from.resolveSibling(plain);
            return Files.exists(beside) || !Files.exists(plain) ? beside : plain;
        } catch (InvalidPathException e) {
            problems.error(name.at(), "'" + name.value() + "' is no path: " + e.getReason(), "give the path of a file");
            return null;
        }
    }

    private boolean isCycle(String identity, Located<String> name) {
        List<String> open = new ArrayList<>(path);
        for (int i = 0; i < open.size(); i++) {
            if (open.get(i).startsWith(identity + "\n")) {
                StringBuilder circle = new StringBuilder();
                for (int j = i; j >= 0; j--) {
                    circle.append(fileName(open.get(j))).append(" -> ");
                }
                problems.error(
                        name.at(),
                        "files include each other: " + circle + fileName(open.get(i)),
                        "remove one of the includes");
                return true;
            }
        }
        return false;
    }

    private static String fileName(String entry) {
        String name = entry.substring(entry.indexOf('\n') + 1);
        return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    }
}
