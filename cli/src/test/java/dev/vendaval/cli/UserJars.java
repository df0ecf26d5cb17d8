package dev.vendaval.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** A user's jar made of classes of these tests. */
final class UserJars {
    static final String MAIN = SubmittingMain.class.getName();

    private UserJars() {}

    static Path create(Path directory) throws IOException {
        Path jar = directory.resolve("app.jar");
        try (JarOutputStream entries = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Class<?> type : List.of(
                    SubmittingMain.class,
                    SubmittingMain.SilentSpout.class,
                    SubmittingMain.PublicSpout.class,
                    SubmittingMain.TellingSpout.class)) {
                String name = type.getName().replace('.', '/') + ".class";
                entries.putNextEntry(new JarEntry(name));
                try (InputStream content = type.getClassLoader().getResourceAsStream(name)) {
                    content.transferTo(entries);
                }
            }
        }
        return jar;
    }
}
