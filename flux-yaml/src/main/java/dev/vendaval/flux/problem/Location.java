package dev.vendaval.flux.problem;

/**
 * A place in a file.
 *
 * @param file as the user named it
 * @param line from 1; 0 if the file as a whole is meant
 * @param column from 1; 0 if the file as a whole is meant
 */
public record Location(String file, int line, int column) implements Comparable<Location> {
    /** The beginning of a file. */
    public static Location startOf(String file) {
        return new Location(file, 1, 1);
    }

    /** The file as a whole, such as one that cannot be read; what is told of it names the file. */
    public static Location wholeFile(String file) {
        return new Location(file, 0, 0);
    }

    /** Whether no place within the file is meant. */
    public boolean isWholeFile() {
        return line == 0;
    }

    /** Further to the right on the same line. */
    public Location plus(int columns) {
        return new Location(file, line, column + columns);
    }

    /** In reading order within a file. */
    @Override
    public int compareTo(Location other) {
        int byFile = file.equals(other.file) ? 0 : file.compareTo(other.file);
        int byLine = byFile == 0 ? Integer.compare(line, other.line) : byFile;
        return byLine == 0 ? Integer.compare(column, other.column) : byLine;
    }

    /** {@code file:line:column}, which editors and terminals can jump to. */
    @Override
    public String toString() {
        return isWholeFile() ? file : file + ":" + line + ":" + column;
    }
}
