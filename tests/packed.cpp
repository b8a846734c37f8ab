// Evaluate a beginning once and many endings of it together: one JSON line in, one out (tests/replies.py).
// In:  {"prefix": text, "endings": [text], "top": N}, the chat's own marks included.
// Out: for each ending the N likeliest next tokens, [[text, log-probability], ...].
#include <algorithm>
#include <cmath>
#include <iostream>
#include <string>
#include <vector>

#include "llama.h"
#include "nlohmann/json.hpp"

using json = nlohmann::ordered_json;

constexpr int AT_ONCE = 62;      // endings in a batch, a sequence each
constexpr int TOKENS = 2048;     // tokens in a batch of endings
constexpr int CONTEXT = 12288;   // as the product serves the model

static std::vector<llama_token> tokens_of(const llama_vocab *vocab, const std::string &text) {
    std::vector<llama_token> found(text.size() + 8);
    found.resize(llama_tokenize(vocab, text.data(), text.size(), found.data(), found.size(), false, true));
    return found;
}

static void add(llama_batch &batch, llama_token token, int position, int sequence, bool wanted) {
    int i = batch.n_tokens++;
    batch.token[i] = token;
    batch.pos[i] = position;
    batch.n_seq_id[i] = 1;
    batch.seq_id[i][0] = sequence;
    batch.logits[i] = wanted;
}

static json likeliest(const float *logits, const std::vector<std::string> &pieces, int top) {
    int count = pieces.size();
    float largest = *std::max_element(logits, logits + count);
    double sum = 0;
    for (int i = 0; i < count; i++) sum += std::exp(logits[i] - largest);
    double norm = largest + std::log(sum);
    std::vector<int> order(count);
    for (int i = 0; i < count; i++) order[i] = i;
    top = std::min(top, count);
    std::partial_sort(order.begin(), order.begin() + top, order.end(), [&](int a, int b) { return logits[a] > logits[b]; });
    json result = json::array();
    for (int i = 0; i < top; i++) result.push_back({pieces[order[i]], logits[order[i]] - norm});
    return result;
}

int main(int, char **argv) {
    llama_log_set([](ggml_log_level, const char *, void *) {}, nullptr);
    llama_backend_init();
    auto model_settings = llama_model_default_params();
    model_settings.use_extra_bufts = false;  // repacked weights: 67 tokens a second where these kernels do 124
    llama_model *model = llama_model_load_from_file(argv[1], model_settings);
    auto settings = llama_context_default_params();
    settings.n_ctx = CONTEXT;
    settings.n_batch = CONTEXT;
    settings.n_seq_max = AT_ONCE + 2;
    settings.kv_unified = true;
    settings.n_threads = settings.n_threads_batch = std::stoi(argv[2]);
    llama_context *context = model ? llama_init_from_model(model, settings) : nullptr;
    if (!context) return 1;
    const llama_vocab *vocab = llama_model_get_vocab(model);
    std::vector<std::string> pieces(llama_vocab_n_tokens(vocab));
    for (size_t i = 0; i < pieces.size(); i++) {
        char text[256];
        pieces[i].assign(text, std::max(llama_token_to_piece(vocab, i, text, sizeof text, 0, true), 0));
    }
    llama_memory_t memory = llama_get_memory(context);
    llama_batch batch = llama_batch_init(CONTEXT, 0, 1);
    for (std::string line; std::getline(std::cin, line);) {
        json asked = json::parse(line), said = json::array();
        llama_memory_clear(memory, true);
        auto prefix = tokens_of(vocab, asked["prefix"]);
        batch.n_tokens = 0;
        for (size_t i = 0; i < prefix.size(); i++) add(batch, prefix[i], i, 0, false);
        if (llama_decode(context, batch)) return 1;
        auto &endings = asked["endings"];
        for (size_t next = 0; next < endings.size();) {
            std::vector<int> last;
            int sequence = 0;
            batch.n_tokens = 0;
            while (next < endings.size() && sequence < AT_ONCE) {
                auto ending = tokens_of(vocab, endings[next]);
                if (batch.n_tokens && batch.n_tokens + ending.size() > TOKENS) break;
                llama_memory_seq_cp(memory, 0, ++sequence, -1, -1);
                for (size_t i = 0; i < ending.size(); i++) add(batch, ending[i], prefix.size() + i, sequence, i + 1 == ending.size());
                last.push_back(batch.n_tokens - 1);
                next++;
            }
            if (llama_decode(context, batch)) return 1;
            for (int i : last) said.push_back(likeliest(llama_get_logits_ith(context, i), pieces, asked["top"]));
            for (; sequence; sequence--) llama_memory_seq_rm(memory, sequence, -1, -1);
        }
        std::cout << said.dump(-1, ' ', false, json::error_handler_t::replace) << std::endl;
    }
}
