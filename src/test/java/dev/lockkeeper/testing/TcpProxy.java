package dev.lockkeeper.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A cable between a program and its database that can be cut, or pass nothing more without being cut. */
public final class TcpProxy implements AutoCloseable {

    private final ServerSocket listening;
    private final int port;
    private final Set<Cable> cables = ConcurrentHashMap.newKeySet();

    /** @param port of the database on this machine */
    public TcpProxy(int port) {
        try {
            this.port = port;
            this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** Whoever is connected hears no answer any more; the database goes on hearing them. Later connections are whole. */
    public void loseAnswers() {
        cables.forEach(cable -> cable.answersLost = true);
    }

    /** Nothing passes between those who are connected, for ever, and nobody is told. Later connections are whole. */
    public void stall() {
        cables.forEach(cable -> {
            cable.answersLost = true;
            cable.questionsLost = true;
        });
    }

    /** Closes every connection on both sides. Later ones are whole. */
    public void cut() {
        cables.forEach(Cable::cut);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Cable cable = new Cable(client, new Socket(InetAddress.getLoopbackAddress(), port));
                cables.add(cable);
                cable.start();
            } catch (IOException closed) {
                // Either we are closed, or the database is; both are the test's doing.
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cut();
    }

    private final class Cable {
        private final Socket client;
        private final Socket server;
        private volatile boolean answersLost;
        private volatile boolean questionsLost;

        Cable(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void start() {
            Thread.ofVirtual().start(() -> pump(client, server, true));
            Thread.ofVirtual().start(() -> pump(server, client, false));
        }

        private void pump(Socket from, Socket to, boolean questions) {
            byte[] bytes = new byte[8192];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                    if (!(questions ? questionsLost : answersLost)) {
                        out.write(bytes, 0, read);
                    }
                }
            } catch (IOException gone) {
                // One end has gone; so does the other.
            }
            if (!questionsLost) {
                cut();
            }
        }

        void cut() {
            cables.remove(this);
            try {
                client.close();
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
