package dev.lockkeeper.target.postgres;

import dev.lockkeeper.target.KeepAlive;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** Sockets with {@link KeepAlive}. The driver makes one by its name. */
public final class KeptAlive extends SocketFactory {

    @Override
    public Socket createSocket() throws IOException {
        return KeepAlive.of(new Socket());
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return KeepAlive.of(new Socket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return KeepAlive.of(new Socket(host, port, local, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return KeepAlive.of(new Socket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return KeepAlive.of(new Socket(host, port, local, localPort));
    }
}
