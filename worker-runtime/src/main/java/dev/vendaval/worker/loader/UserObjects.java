package dev.vendaval.worker.loader;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;

/** Reads objects that Java serialization wrote in the submitting JVM, with the user's classes. */
public final class UserObjects {
    private UserObjects() {}

    /**
     * The object in {@code bytes}.
     *
     * @param what names the object in the message, for example {@code worker hook 1}
     * @throws IllegalArgumentException if it cannot be read, naming {@code what} and the cause
     */
    public static <T> T read(String what, byte[] bytes, Class<T> type, ClassLoader loader) {
        try (ObjectInputStream in = new LoaderObjectInputStream(new ByteArrayInputStream(bytes), loader)) {
            return type.cast(in.readObject());
        } catch (IOException | ClassNotFoundException | ClassCastException e) {
            throw new IllegalArgumentException(what + " cannot be read from the topology's definition: " + e, e);
        }
    }

    private static final class LoaderObjectInputStream extends ObjectInputStream {
        private final ClassLoader loader;

        LoaderObjectInputStream(InputStream in, ClassLoader loader) throws IOException {
            super(in);
            this.loader = loader;
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            try {
                return Class.forName(description.getName(), false, loader);
            } catch (ClassNotFoundException primitiveOrMissing) {
                return super.resolveClass(description);
            }
        }

        @Override
        protected Class<?> resolveProxyClass(String[] interfaces) throws ClassNotFoundException {
            Class<?>[] classes = new Class<?>[interfaces.length];
            for (int i = 0; i < interfaces.length; i++) {
                classes[i] = Class.forName(interfaces[i], false, loader);
            }
            // The interfaces are public API of the user's; a proxy of them belongs to the same loader.
            return java.lang.reflect.Proxy.newProxyInstance(loader, classes, (proxy, method, args) -> null)
                    .getClass();
        }
    }
}
