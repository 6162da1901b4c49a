// The Azure client makes a proxy agent of HTTPS_PROXY for every request, password and all. The doctor's own transport
// goes by routes of its own and never looks at it: without the agents nobody holds that password, and nothing can tell
// it (DEBUG, AZURE_LOG_LEVEL).
export const noProxyAgents = {
  name: 'no-proxy-agents',
  setup(build) {
    build.onResolve({ filter: /^https?-proxy-agent$/ }, ({ path }) => ({
      path,
      namespace: 'no-proxy-agents',
    }));
    build.onLoad({ filter: /.*/, namespace: 'no-proxy-agents' }, () => ({
      contents: 'export class HttpProxyAgent {}\nexport class HttpsProxyAgent {}\n',
      loader: 'js',
    }));
  },
};
