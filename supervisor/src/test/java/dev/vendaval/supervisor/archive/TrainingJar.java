package dev.vendaval.supervisor.archive;

import dev.vendaval.supervisor.launch.ParentWatch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** A jar with {@link TinyTraining}, what that needs, and what it has been used for: an archive is made of jars, never of directories. */
final class TrainingJar {
    private final Path jar;
    private final Path runs;

    private TrainingJar(Path directory) {
        this.jar = directory.resolve("training.jar");
        this.runs = directory.resolve("runs");
    }

    static TrainingJar in(Path directory) throws IOException {
        TrainingJar made = new TrainingJar(directory);
        try (JarOutputStream content = new JarOutputStream(Files.newOutputStream(made.jar))) {
            for (Class<?> each : List.of(TinyTraining.class, ParentWatch.class)) {
                add(each, content);
            }
        }
        return made;
    }

    private static void add(Class<?> type, JarOutputStream content) throws IOException {
        String entry = type.getName().replace('.', '/') + ".class";
        try (InputStream bytes = TinyTraining.class.getClassLoader().getResourceAsStream(entry)) {
            content.putNextEntry(new JarEntry(entry));
            Objects.requireNonNull(bytes).transferTo(content);
        }
    }

    Path path() {
        return jar;
    }

    ClassArchive archive(Path file) {
        return new ClassArchive(file, Path.of(System.getProperty("java.home")), jar.toString());
    }

    /** What a maker runs. */
    List<String> doing(String what) {
        return List.of("-XX:+UseSerialGC", TinyTraining.class.getName(), runs.toString(), what);
    }

    /** The processes that were started so far. */
    List<Long> runs() throws IOException {
        return Files.exists(runs)
                ? Files.readAllLines(runs).stream().map(Long::valueOf).toList()
                : List.of();
    }
}
