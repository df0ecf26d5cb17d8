package dev.vendaval.flux;

import java.io.IOException;
import java.io.InputStream;

/** Loads the samples itself, all but one: as of a jar that lacks a class. */
final class WithoutAbsent extends ClassLoader {
    private static final String SAMPLES = "dev.vendaval.flux.samples.";

    WithoutAbsent(ClassLoader parent) {
        super(parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(SAMPLES)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream content = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (content == null || name.equals(SAMPLES + "Absent")) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = content.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
