package dev.vendaval.worker.loader;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads a topology's jars. A class or resource is looked for here, in this order:
 *
 * <pre>
 *   java.*                 the JDK only
 *   dev.vendaval.api.*     ours only, even if a jar bundles a copy
 *   org.slf4j.*            ours, then the jars (bridges and extensions of SLF4J that we do not have)
 *   anything else          the jars, then the JDK
 * </pre>
 *
 * Nothing else of ours is visible, so none of our dependencies can clash with the user's. SLF4J
 * providers in a jar are hidden: the worker's own logging is used, and one warning says so. Safe for
 * use by any thread.
 */
public final class UserClassLoader extends URLClassLoader {
    static {
        registerAsParallelCapable();
    }

    private static final Logger log = LoggerFactory.getLogger(UserClassLoader.class);
    private static final String API = "dev.vendaval.api.";
    private static final String SLF4J = "org.slf4j.";
    private static final String SLF4J_PROVIDER = "META-INF/services/org.slf4j.spi.SLF4JServiceProvider";
    private static final String SLF4J_OLD_BINDING = "org/slf4j/impl/StaticLoggerBinder.class";

    private final ClassLoader ours;

    private UserClassLoader(URL[] jars) {
        super("user", jars, ClassLoader.getPlatformClassLoader());
        this.ours = UserClassLoader.class.getClassLoader();
    }

    /**
     * A loader of these jars.
     *
     * @throws IllegalArgumentException if one cannot be read
     */
    public static UserClassLoader of(List<Path> jars) {
        UserClassLoader loader = new UserClassLoader(urls(jars));
        loader.warnOfBundledLogging();
        return loader;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith(API)) {
            return ours.loadClass(name);
        }
        if (name.startsWith("java.")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                loaded = find(name);
            }
            if (resolve) {
                resolveClass(loaded);
            }
            return loaded;
        }
    }

    @Override
    public @Nullable URL getResource(String name) {
        if (hidden(name)) {
            return null;
        }
        if (isOurs(name)) {
            URL found = ours.getResource(name);
            if (found != null || isApi(name)) {
                return found;
            }
        }
        URL found = findResource(name);
        return found != null ? found : getParent().getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        List<URL> all = new ArrayList<>();
        if (!hidden(name)) {
            if (isOurs(name)) {
                all.addAll(Collections.list(ours.getResources(name)));
            }
            if (!isApi(name)) {
                all.addAll(Collections.list(findResources(name)));
                all.addAll(Collections.list(getParent().getResources(name)));
            }
        }
        return Collections.enumeration(all);
    }

    private Class<?> find(String name) throws ClassNotFoundException {
        if (name.startsWith(SLF4J)) {
            try {
                return ours.loadClass(name);
            } catch (ClassNotFoundException notOurs) {
                return findClass(name);
            }
        }
        try {
            return findClass(name);
        } catch (ClassNotFoundException notInTheJars) {
            return getParent().loadClass(name);
        }
    }

    private void warnOfBundledLogging() {
        URL bundled = findResource(SLF4J_PROVIDER);
        if (bundled == null) {
            bundled = findResource(SLF4J_OLD_BINDING);
        }
        if (bundled != null) {
            log.warn(
                    "The topology's jar bundles an SLF4J binding ({}); it is ignored, the worker's own logging is used."
                            + " Leave the binding out of the jar: slf4j-api is enough.",
                    bundled);
        }
    }

    private static boolean hidden(String resource) {
        return resource.equals(SLF4J_PROVIDER) || resource.startsWith("org/slf4j/impl/StaticLoggerBinder");
    }

    private static boolean isOurs(String resource) {
        return isApi(resource) || resource.startsWith("org/slf4j/");
    }

    private static boolean isApi(String resource) {
        return resource.startsWith("dev/vendaval/api/");
    }

    private static URL[] urls(List<Path> jars) {
        List<URL> urls = new ArrayList<>();
        for (Path jar : jars) {
            if (!Files.isReadable(jar)) {
                throw new IllegalArgumentException("cannot read the topology's jar " + jar);
            }
            try {
                urls.add(jar.toUri().toURL());
            } catch (MalformedURLException e) {
                throw new IllegalArgumentException("no URL for the topology's jar " + jar, e);
            }
        }
        return urls.toArray(new URL[0]);
    }
}
