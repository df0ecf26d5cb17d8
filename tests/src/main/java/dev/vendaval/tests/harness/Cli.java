package dev.vendaval.tests.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vendaval.cli.Vendaval;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** Runs {@code bin/vendaval} as a user does: one process per command, but for {@link #look}. */
public final class Cli {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final List<String> prefix;
    private final List<String> globalOptions;
    private final Path directory;

    /**
     * @param globalOptions put before each command
     * @param directory for the output of the commands
     */
    public Cli(List<String> globalOptions, Path directory) {
        this(Distribution.vendaval(), globalOptions, directory);
    }

    Cli(List<String> program, List<String> globalOptions, Path directory) {
        prefix = new ArrayList<>(program);
        prefix.addAll(globalOptions);
        this.globalOptions = List.copyOf(globalOptions);
        this.directory = directory;
    }

    /** What a command did. */
    public record Result(int exit, String out, String err) {
        public Result ok() {
            if (exit != 0) {
                throw new AssertionError("exit " + exit + "\nstdout: " + out + "\nstderr: " + err);
            }
            return this;
        }

        /** Standard output as the one JSON document it must be. */
        @SuppressWarnings("unchecked") // a JSON object is a map from strings
        public Map<String, Object> json() {
            LoaderOptions options = new LoaderOptions();
            options.setCodePointLimit(64 << 20);
            return (Map<String, Object>) new Yaml(options).load(out);
        }
    }

    public Result run(String... command) {
        try {
            Path out = Files.createTempFile(directory, "cli", ".out");
            Path err = Files.createTempFile(directory, "cli", ".err");
            Process process = start(out, err, command);
            if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(List.of(command) + " did not end within " + TIMEOUT);
            }
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted during " + List.of(command), e);
        }
    }

    /**
     * A command that changes nothing, run in this JVM: for what is looked at again and again until it is so. A process for
     * each look would take the processors from what is looked at.
     */
    public Result look(String... command) {
        List<String> line = new ArrayList<>(globalOptions);
        line.addAll(List.of(command));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = Vendaval.run(line, utf8(out), utf8(err), System.getenv());
        return new Result(exit, out.toString(UTF_8), err.toString(UTF_8));
    }

    private static PrintStream utf8(ByteArrayOutputStream stream) {
        return new PrintStream(stream, true, UTF_8);
    }

    /** Starts a command that goes on, {@code logs -f} for example. */
    public Process start(Path out, Path err, String... command) throws IOException {
        List<String> line = new ArrayList<>(prefix);
        line.addAll(List.of(command));
        return new ProcessBuilder(line)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
    }
}
