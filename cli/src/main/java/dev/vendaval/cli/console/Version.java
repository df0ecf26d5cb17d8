package dev.vendaval.cli.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** The version of this distribution, put into a resource by the build. */
public final class Version {
    private static final String RESOURCE = "version.properties";

    private Version() {}

    /** Of this distribution and of its Java. */
    public static Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", current());
        document.put("java", System.getProperty("java.version"));
        document.put("javaVendor", System.getProperty("java.vendor"));
        return document;
    }

    public static String current() {
        try (InputStream resource = Version.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException("the build left out " + RESOURCE);
            }
            Properties properties = new Properties();
            properties.load(resource);
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE, e);
        }
    }
}
