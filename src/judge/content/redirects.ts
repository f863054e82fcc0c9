import { hostOf, isAiProvider, isLocalHost } from "../../shell/hosts.ts";
import type { Sign } from "./sign.ts";

const aiBaseUrl =
  /\b(?:ANTHROPIC|CLAUDE|OPENAI|AZURE_OPENAI|GEMINI|GOOGLE_GEMINI|MISTRAL|GROQ|COHERE|OPENROUTER|DEEPSEEK|XAI|CODEX|COPILOT_PROVIDER|LITELLM|OLLAMA)_(?:API_)?(?:BASE_URL|BASE|API_BASE|ENDPOINT|BASE_URI|HOST|PROXY_URL)["']?\]?(?:\s*(?:[:=]+|,)\s*|\s+)["']?([a-z][a-z0-9+.-]*:\/\/[^\s"'`,}]+)/gi;
const aiBaseKey =
  /["']?(?:base_url|openai_base_url|chatgpt_base_url|apiBaseUrl|api_base)["']?\s*[:=]\s*["']([a-z][a-z0-9+.-]*:\/\/[^\s"'`]+)/gi;
/** Words of which the address of an AI provider needs one, lower case: an end of a provider's name or the key. */
export const aiBaseWords: readonly string[] = [
  ...[
    "anthropic_",
    "claude_",
    "openai_",
    "gemini_",
    "mistral_",
    "groq_",
    "cohere_",
    "openrouter_",
    "deepseek_",
  ],
  ...["xai_", "codex_", "copilot_provider_", "litellm_", "ollama_", "base_url", "apibaseurl", "api_base"],
];

export const redirectsAi: Sign = (text) =>
  text.includes("://") &&
  [aiBaseUrl, aiBaseKey].some((pattern) =>
    [...text.matchAll(pattern)].some(([, url = ""]) => {
      const host = hostOf(url);
      return host !== "" && !isLocalHost(host) && !isAiProvider(host);
    }),
  );

const aiKey =
  /\b(?:ANTHROPIC|CLAUDE|OPENAI|AZURE_OPENAI|GEMINI|GOOGLE|MISTRAL|GROQ|COHERE|OPENROUTER|DEEPSEEK|XAI|HUGGINGFACE|HF|REPLICATE|TOGETHER|PERPLEXITY)_(?:API_KEY|AUTH_TOKEN|TOKEN|API_TOKEN)["']?[ \t]*[:=][ \t]*["']?(?![$<{]|your|changeme|xxx|none\b|test\b|dummy|example|\.\.\.|sk-(?:ant-|proj-)?(?:x{3}|your|fake|dummy|placeholder|replace|change))(?:[\w-]{8,}|(?:sk-|AIza|gsk_|hf_|xai-|r8_|pplx-)\w)/i;

/** An AI provider's key is written out. */
export const holdsAiKey: Sign = (text) => aiKey.test(text);

/** Lines of package managers' settings that name where packages come from. */
const registryLine =
  /(?:(?:^|[\s@/"'{,])(?:@[\w-]+:)?registry|index-url|extra-index-url|index_url|find-links|npmRegistryServer|npmScopes|GOPROXY|replace-with|source\s*["']https?|registry-index|repository|sources?|url|mirror|value)["']?\s*[:=]\s*(?:["']\s*)?(?:sparse\+|git\+)?([a-z]+:\/\/[^\s"',|]+)/gim;
/** The same as an option of pip, in its requirements too, and yarn 1's line without a sign between. */
const registryOption =
  /(?:^|\s)(?:-i|--(?:extra-)?index-url|--find-links|--registry|registry)[ =]+["']?([a-z]+:\/\/[^\s"',|]+)/gim;
const standardRegistries =
  /^(?:registry\.npmjs\.org|registry\.yarnpkg\.com|registry\.npmmirror\.com|npm\.pkg\.github\.com|npm\.jsr\.io|pypi\.org|test\.pypi\.org|files\.pythonhosted\.org|(?:static\.|index\.)?crates\.io|github\.com|rubygems\.org|(?:proxy|sum)\.golang\.org|repo\.maven\.apache\.org|repo1\.maven\.org|maven\.google\.com|plugins\.gradle\.org|repo\.packagist\.org|packagist\.org|api\.nuget\.org|hex\.pm|pub\.dev|conda\.anaconda\.org|download\.pytorch\.org|deb\.debian\.org|archive\.ubuntu\.com)$/;

export const redirectsRegistry: Sign = (text) =>
  (text.includes("://") && namesOtherRegistry(text)) ||
  /trusted-host\s*=|strict-ssl\s*[:=]\s*false|GONOSUMDB=|GONOSUMCHECK=|GOFLAGS=-insecure/i.test(text);

function namesOtherRegistry(text: string): boolean {
  return [...text.matchAll(registryLine), ...text.matchAll(registryOption)].some(([, url = ""]) => {
    const host = hostOf(url);
    return host !== "" && !isLocalHost(host) && !standardRegistries.test(host);
  });
}
