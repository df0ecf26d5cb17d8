package dev.vendaval.supervisor.archive;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;

/**
 * A class-data archive: classes of the distribution as the JVM lays them out in memory, mapped at start instead of being
 * read, parsed and verified. It is good for exactly one build of the JVM and one class path; beside it lies a text that
 * says for which, and a JVM is told of the archive only while that is still so. The JVM checks the same once more, and
 * silently starts without what it cannot use.
 *
 * <p>Immutable; any thread.
 *
 * @param file where it is, or will be once it is made
 * @param javaHome whose JVM it is for: that of this process
 * @param classPath of the JVMs that use it, absolute
 */
public record ClassArchive(Path file, Path javaHome, String classPath) {
    /** Set by bin/vendaval: the file, or nothing if there shall be none. */
    public static final String PROPERTY = "vendaval.archive";

    /** A JVM that cannot use its archive is as good as one that has none: nobody wants to hear of it. */
    private static final List<String> SILENCE = List.of("-Xshare:auto", "-Xlog:cds=off", "-Xlog:cds+dynamic=off");

    /** The archive that bin/vendaval has chosen for this JVM and those it starts, if there shall be one. */
    public static Optional<ClassArchive> ofThisJvm() {
        String file = System.getProperty(PROPERTY, "");
        return file.isEmpty() ? Optional.empty() : Optional.of(ofThisJvm(Path.of(file)));
    }

    /** An archive for the JVM and the class path of this process. */
    public static ClassArchive ofThisJvm(Path file) {
        return new ClassArchive(
                file.toAbsolutePath(),
                Path.of(System.getProperty("java.home")),
                absolute(System.getProperty("java.class.path")));
    }

    /** JVMs run in directories of their own, where relative entries would lead nowhere. */
    public static String absolute(String classPath) {
        StringBuilder absolute = new StringBuilder();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            if (!entry.isEmpty()) {
                absolute.append(absolute.isEmpty() ? "" : File.pathSeparator)
                        .append(Path.of(entry).toAbsolutePath());
            }
        }
        return absolute.toString();
    }

    /** Whether it is there and was made by this JVM of these jars, as they are now. */
    public boolean isCurrent() {
        try {
            return Files.isReadable(file) && Files.readString(sourceFile()).equals(withSize(source(), file));
        } catch (IOException e) {
            // Not there or not readable: it cannot be used, which is all that is asked.
            return false;
        }
    }

    /** The options with which a JVM uses it: none while it is not current. */
    public List<String> options() {
        return isCurrent() ? options("-XX:SharedArchiveFile=" + file) : List.of();
    }

    /** The options with which a JVM writes the classes it has loaded into a file as it ends. */
    static List<String> optionsToMake(Path target) {
        return options("-XX:ArchiveClassesAtExit=" + target);
    }

    private static List<String> options(String first) {
        return List.of(first, SILENCE.get(0), SILENCE.get(1), SILENCE.get(2));
    }

    /** The text that tells this archive from those of other JVMs and other jars. */
    String source() throws IOException {
        StringBuilder source = new StringBuilder("java ")
                .append(javaHome)
                .append(' ')
                .append(System.getProperty("java.vm.vendor"))
                .append(' ')
                .append(System.getProperty("java.vm.version"))
                .append('\n');
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            BasicFileAttributes attributes = Files.readAttributes(Path.of(entry), BasicFileAttributes.class);
            source.append(entry)
                    .append(' ')
                    .append(attributes.isDirectory() ? 0 : attributes.size())
                    .append(' ')
                    .append(attributes.lastModifiedTime().toMillis())
                    .append('\n');
        }
        return source.toString();
    }

    /** What lies beside an archive: an archive of another size has been damaged, and might crash the JVM that maps it. */
    static String withSize(String source, Path archive) throws IOException {
        return source + "archive " + Files.size(archive) + "\n";
    }

    Path sourceFile() {
        return beside(".source");
    }

    /** A file of the same name and another ending. */
    Path beside(String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }
}
